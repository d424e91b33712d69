using CometHooks.Deliver;
using CometHooks.Operate.Mappings;
using CometHooks.Store;

namespace CometHooks.Operate;

/// <summary>What other hubs tell wakes the loops here.</summary>
internal sealed class CallsOfOthers(IOtherHubs others, MappingSignal mapping, AppliedSignal applied, DeliveryService? delivery = null) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => others.RunAsync(Hear, stoppingToken);

    private void Hear(WakeCall call)
    {
        if (call == WakeCall.Webhooks)
        {
            mapping.SetHere();
        }
        else if (call == WakeCall.Mappings)
        {
            applied.Set();
        }
        else if (call == WakeCall.Conversions(call.Destination))
        {
            delivery?.Wake(call.Destination);
        }
    }
}
