namespace CometHooks.Cli.Diff;

/// <param name="Endpoint">Whose webhooks were mapped.</param>
/// <param name="Count">How many.</param>
/// <param name="From">When the oldest was received.</param>
/// <param name="To">When the newest was.</param>
internal sealed record ComparedWebhooks(string Endpoint, int Count, DateTimeOffset From, DateTimeOffset To);
