using CometHooks.Store;

namespace CometHooks.Receive;

/// <summary>Turns the events of an authentic request into what the inbox keeps, each with its first state.</summary>
internal static class WebhookEntries
{
    public static IReadOnlyList<InboxEntry> Of(Endpoint endpoint, WebhookRequest request, Verification verification, IReadOnlyList<SourceEvent> events)
    {
        var headers = KeptHeaders.ToJson(request);
        return [.. events.Select(e =>
        {
            var (state, reason) = FirstState(endpoint, verification, e);
            return new InboxEntry
            {
                Endpoint = endpoint.Name,
                Source = endpoint.Adapter.Source,
                InboxKey = e.InboxKey,
                ContentKey = e.ContentKey,
                EventId = e.EventId,
                Type = e.Type,
                OccurredAt = e.OccurredAt,
                ReceivedAt = request.ReceivedAt,
                Test = e.Test,
                Account = e.Account,
                Shop = e.Shop,
                State = state,
                Reason = reason,
                Verified = verification.Reason,
                HeadersJson = headers,
                Body = e.Body ?? request.Body,
            };
        })];
    }

    // What can never be mapped comes first: a late webhook waits for a click, and there is nothing to click for there.
    private static (WebhookState State, string? Reason) FirstState(Endpoint endpoint, Verification verification, SourceEvent e) => e switch
    {
        { UnreadableBecause: { } why } => (WebhookState.Unreadable, why),
        { IgnoredBecause: { } why } => (WebhookState.Ignored, why),
        { Account: { } account } when !endpoint.Lists(account) => (WebhookState.Ignored, $"connected account {account}: list it under accounts"),
        _ when verification.Result == VerificationResult.Late && !IsAccepted(endpoint, verification) => (WebhookState.Late, verification.Reason),
        _ => (WebhookState.Stored, null),
    };

    // A signature from the future says that a clock is wrong, not that a retry took long.
    private static bool IsAccepted(Endpoint endpoint, Verification verification) =>
        verification.Age >= TimeSpan.Zero && verification.Age <= endpoint.Options.AcceptLate;
}
