namespace CometHooks.Configuration;

/// <summary>What an instance does. Several on one database may share the work.</summary>
internal static class Roles
{
    /// <summary>Accepts webhooks. Without it they are answered 503, and the platform or the proxy tries elsewhere.</summary>
    public const string Receive = "receive";

    /// <summary>Maps what is stored, and ends the waiting of what is held.</summary>
    public const string Map = "map";

    /// <summary>Delivers to the destinations.</summary>
    public const string Deliver = "deliver";

    /// <summary>Shows the hub to people.</summary>
    public const string Console = "console";

    public static IReadOnlyList<string> All { get; } = [Receive, Map, Deliver, Console];

    /// <summary>Without one of these an instance leaves work to others.</summary>
    public static IReadOnlyList<string> OfThePath { get; } = [Receive, Map, Deliver];
}
