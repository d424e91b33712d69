namespace CometHooks.Store;

/// <summary>How long a loop rests that nobody wakes.</summary>
/// <param name="Mapping">Between two looks for stored webhooks.</param>
/// <param name="Delivery">Between two looks for due conversions.</param>
internal sealed record LookInterval(TimeSpan Mapping, TimeSpan Delivery)
{
    /// <summary>Whoever stores or maps runs in this process and wakes; a look is only a safeguard.</summary>
    public static LookInterval Alone { get; } = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30));

    /// <summary>Another instance may have stored or mapped, and its call may get lost.</summary>
    public static LookInterval AmongOthers { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
}
