namespace CometHooks.Proof.Hubs;

/// <summary>Which program a hub process is, and under what it runs.</summary>
/// <param name="Program">An assembly beside this program.</param>
/// <param name="Arguments">Its arguments before <c>--config</c>.</param>
internal sealed record HubLaunch(string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>The hub as it is shipped.</summary>
    public static HubLaunch Serve { get; } = new("CometHooks.dll", "serve");

    /// <summary>What comes before it on the command line, for example a tracer.</summary>
    public IReadOnlyList<string> Under { get; init; } = [];

    /// <summary>The same, but it stands still before its first step, until it is thawed.</summary>
    public HubLaunch Frozen => this with { Under = ["sh", "-c", "kill -STOP $$ && exec \"$@\"", "sh", .. Under] };
}
