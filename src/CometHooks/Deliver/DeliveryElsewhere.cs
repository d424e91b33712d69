namespace CometHooks.Deliver;

/// <summary>This instance does not deliver: the others look by themselves.</summary>
internal sealed class DeliveryElsewhere : IDeliverySignal
{
    public void Wake(string destination)
    {
    }
}
