namespace CometHooks.Map.Expressions;

/// <summary>The names that an expression may use beside the payload's own.</summary>
internal static class ExpressionNames
{
    /// <summary>Members of <c>$event</c>.</summary>
    public static IReadOnlyList<string> Event { get; } = ["id", "type", "time", "account", "source", "test", "shop"];

    /// <summary>Members of <c>$facts</c>.</summary>
    public static IReadOnlyList<string> Facts { get; } =
    [
        "payment", "charge", "invoice", "session", "customer", "subscription", "order", "shop", "account", "booking",
        "amount", "currency", "test", "refund",
    ];

    /// <summary>Variables, without the dollar sign.</summary>
    public static IReadOnlyList<string> Variables { get; } = ["event", "facts", "body"];
}
