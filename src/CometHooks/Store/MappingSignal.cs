namespace CometHooks.Store;

/// <summary>"A webhook was stored": wakes the mapping, here and in the other hubs, which otherwise looks every few seconds.</summary>
internal sealed class MappingSignal(TimeProvider time, IOtherHubs? others = null) : AsyncSignal(time)
{
    public override void Set()
    {
        base.Set();
        others?.Wake(WakeCall.Webhooks);
    }

    /// <summary>Another hub said so.</summary>
    public void SetHere() => base.Set();
}
