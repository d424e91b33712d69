namespace CometHooks.Store;

/// <summary>"A webhook was stored": wakes the mapping, which otherwise looks every few seconds.</summary>
internal sealed class MappingSignal(TimeProvider time) : AsyncSignal(time);
