using System.Globalization;
using System.Text.Json.Nodes;
using CometHooks.Map;
using CometHooks.Operate.Explain;
using CometHooks.Store;

namespace CometHooks.Cli.Explain;

/// <summary>An explanation as one page of text, from the receipt to what happens next.</summary>
internal static class ExplainPage
{
    public static string Of(ExplainedEvent explained)
    {
        var page = new PageText();
        var webhook = explained.Webhook;
        page.Heading($"Webhook {webhook.Id}: {webhook.Source} {webhook.Type}, {Words.Of(webhook.State)}{(webhook.Reason is { } reason ? $": {reason}" : "")}");
        Receipt(page, webhook);
        Facts(page, webhook.Facts);
        Rules(page, webhook, explained.Rules);
        foreach (var conversion in explained.Conversions)
        {
            ConversionPart.Write(page, conversion, webhook);
        }

        page.Heading("What happens next");
        page.Text(webhook.Next);
        foreach (var conversion in explained.Conversions)
        {
            page.Line($"conversion {conversion.Id}", conversion.Next);
        }

        return page.ToString();
    }

    /// <summary>UTC, to the millisecond where there are any.</summary>
    public static string? Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);

    private static void Receipt(PageText page, ExplainedWebhook webhook)
    {
        page.Heading("Receipt");
        page.Line("endpoint", webhook.Endpoint);
        page.Line("received", Time(webhook.ReceivedAt));
        page.Line("signature", webhook.Signature);
        page.Line("inbox key", webhook.InboxKey);
        page.Line("body", webhook.Emptied switch
        {
            Emptied.Expired => "gone: older than retention.bodies",
            Emptied.Erased => "gone: its person or shop was erased",
            _ => $"{webhook.BodyBytes} bytes{(webhook.Body is null ? "" : "; --json prints them")}",
        });
        page.Line("run", webhook.Run == 0 ? "the first mapping" : $"replay {webhook.Run}");

        page.Heading("Event");
        page.Line("id", webhook.EventId);
        page.Line("type", webhook.Type);
        page.Line("happened", Time(webhook.Time) ?? "the source does not say; the time of the receipt stands in");
        page.Line("test", webhook.Test ? "yes" : "no");
        page.Line("account", webhook.Account);
        page.Line("shop", webhook.Shop);
    }

    private static void Facts(PageText page, JsonObject facts)
    {
        page.Heading("Facts");
        if (facts.Count == 0)
        {
            page.Text("none known");
        }

        foreach (var (name, value) in facts)
        {
            page.Line(name, value?.ToString());
        }
    }

    private static void Rules(PageText page, ExplainedWebhook webhook, IReadOnlyList<RuleDecision> rules)
    {
        page.Heading(webhook.MappingVersion is null ? "Mapping: not mapped" : $"Mapping: {webhook.Mapping ?? "a file that is not kept"}, version {webhook.MappingVersion}");
        foreach (var rule in rules)
        {
            page.Text($"rule '{rule.Rule}' (line {rule.Line}) {(rule.Applied ? "applied" : "did not apply")}");
            page.Text(rule.Why, indent: 4);
        }

        if (webhook.MappingVersion is not null && rules.Count == 0)
        {
            page.Text($"no rule is for {webhook.Type}");
        }
    }
}
