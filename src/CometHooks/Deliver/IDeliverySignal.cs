namespace CometHooks.Deliver;

/// <summary>Tells delivery that new conversions were saved, so that they need not wait for the next look.</summary>
internal interface IDeliverySignal
{
    void Wake(string destination);
}
