using CometHooks.Store;

namespace CometHooks.Deliver;

/// <summary>Wakes the deliveries here, where this hub delivers, and in the other hubs.</summary>
internal sealed class DeliverySignal(DeliveryService? here = null, IOtherHubs? others = null) : IDeliverySignal
{
    public void Wake(string destination)
    {
        here?.Wake(destination);
        others?.Wake(WakeCall.Conversions(destination));
    }
}
