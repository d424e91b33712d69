using CometHooks.Store;

namespace CometHooks.Operate.Mappings;

/// <summary>"Another version of a mapping is active": wakes the look for it.</summary>
internal sealed class AppliedSignal(TimeProvider time) : AsyncSignal(time);
