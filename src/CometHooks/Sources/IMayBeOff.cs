namespace CometHooks.Sources;

/// <summary>An adapter that can be switched off while the hub runs: a plugin that hangs again and again.</summary>
internal interface IMayBeOff
{
    /// <summary>Why the adapter is off; null where it works.</summary>
    string? OffBecause { get; }
}
