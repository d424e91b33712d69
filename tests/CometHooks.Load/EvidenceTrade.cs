using System.Globalization;
using System.Text;
using CometHooks.Map;
using CometHooks.Receive;
using CometHooks.Store;

namespace CometHooks.Load;

/// <summary>Payments that are reported three times each: the charge, the payment intent and the checkout with the token.</summary>
internal sealed class EvidenceTrade(MapTarget target)
{
    private static readonly string[] Samples = ["charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"];
    private static readonly string[] Shared = ["pi_3SA1YXV5xIyyJRO6TZK9XVEx", "ch_3SJNQ8b9BTUhytMLaVvKK0xN", "ada@example.com", "cs_live_a16Uuf5tb2GhlpjOoPUwZEq9hMSRvBjgeMfbqcyu5Dt8MUh8aobUNSx2r9"];

    private readonly string[] _bodies = [.. Samples.Select(name => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "config", "samples", "stripe", $"{name}.json")))];

    /// <summary>Keeps the events of these payments, each payment with ids and a buyer of its own.</summary>
    public async Task KeepAsync(IInbox inbox, int payments)
    {
        var endpoint = new Endpoint(target.Endpoint, target.Options, target.Adapter, offBecause: null);
        for (var payment = 0; payment < payments; payment++)
        {
            var kept = _bodies.Select(body => inbox.AddAsync(Entries(endpoint, body, payment), CancellationToken.None)).ToList();
            await Task.WhenAll(kept);
        }
    }

    private IReadOnlyList<InboxEntry> Entries(Endpoint endpoint, string body, int payment)
    {
        var mark = payment.ToString("x8", CultureInfo.InvariantCulture);
        var text = Shared.Aggregate(body, (all, id) => all.Replace(id, id.Contains('@', StringComparison.Ordinal) ? $"ada{mark}@example.com" : id[..^8] + mark, StringComparison.Ordinal));
        var at = text.IndexOf("\"evt_", StringComparison.Ordinal) + 1;
        text = $"{text[..(at + 10)]}{mark}{text[(at + 18)..]}";
        var request = new WebhookRequest
        {
            Method = "POST",
            Url = new Uri("https://hooks.example.com/webhooks/stripe"),
            Headers = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase),
            Body = Encoding.UTF8.GetBytes(text),
            ReceivedAt = DateTimeOffset.UnixEpoch.AddSeconds(1_772_446_531),
        };
        return WebhookEntries.Of(endpoint, request, Verification.Valid, target.Adapter.Read(request));
    }
}
