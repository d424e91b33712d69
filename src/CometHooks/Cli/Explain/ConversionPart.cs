using CometHooks.Operate.Explain;
using CometHooks.Store;

namespace CometHooks.Cli.Explain;

/// <summary>The part of the page about one conversion: what it is, its fields, the ledger, the attempts.</summary>
internal static class ConversionPart
{
    private const int ShownAnswer = 300;

    public static void Write(PageText page, ExplainedConversion conversion, ExplainedWebhook webhook)
    {
        page.Heading($"Conversion {conversion.Id}: {conversion.EventName} to {conversion.Destination}, {Words.Of(conversion.State)}{(conversion.Reason is { } reason ? $": {reason}" : "")}");
        page.Line("rule", $"'{conversion.Rule}'{(conversion.MappingVersion == webhook.MappingVersion ? "" : $" of {conversion.Mapping ?? "a mapping that is not kept"}, version {conversion.MappingVersion}")}");
        page.Line("run", conversion.Run == webhook.Run ? null : conversion.Run < 0 ? "none: a person sent it once more" : $"{conversion.Run}");
        page.Line("counts by", string.Join(", ", conversion.Keys));
        page.Line("order id", conversion.OrderId);
        page.Line("idempotency key", conversion.IdempotencyKey);
        page.Line("lane", conversion.Lane);
        page.Line("made", ExplainPage.Time(conversion.CreatedAt));
        page.Line("body fixed", ExplainPage.Time(conversion.FrozenAt));

        page.Text("Fields");
        foreach (var (name, field) in conversion.Fields)
        {
            page.Line(name, Value(field) + Origin(field), indent: 4);
        }

        Ledger(page, conversion);
        Evidence(page, conversion);
        Attempts(page, conversion);
    }

    private static string Value(ExplainedField field) => field switch
    {
        { Dropped: { } why } => $"dropped: {why}",
        { Value: { } value } => value.ToString(),
        { Missing: true } => "nothing",
        _ => "not sent",
    };

    private static string Origin(ExplainedField field) => FieldOrigin.Of(field) is { Length: > 0 } origin ? $"  <- {origin}" : "";

    private static void Ledger(PageText page, ExplainedConversion conversion)
    {
        page.Text("Ledger");
        if (conversion.Ledger is not { } ledger)
        {
            page.Text("not asked: only what may be sent is counted", indent: 4);
            return;
        }

        page.Line("entry", $"{ledger.Entry}, {ledger.Text(conversion.Id)}", indent: 4);
        page.Line("in place of", ledger.HeirOf is { } heir ? $"conversion {heir}" : null, indent: 4);
        foreach (var sibling in ledger.Siblings)
        {
            page.Line("sibling", $"conversion {sibling.Conversion}, {Words.Of(sibling.State)}: webhook {sibling.Webhook}, {sibling.Type}, rule '{sibling.Rule}'", indent: 4);
        }
    }

    private static void Evidence(PageText page, ExplainedConversion conversion)
    {
        page.Text("Evidence");
        page.Line("readiness", $"{conversion.Readiness.Score} of 100{(conversion.Readiness.Missing.Count == 0 ? "" : $"; missing: {string.Join(", ", conversion.Readiness.Missing)}")}", indent: 4);
        page.Line("looked for", conversion.Recall.Count == 0 ? "no remembered identity: its rule has no recall, or its keys were empty" : $"an identity remembered under {string.Join(", ", conversion.Recall)}", indent: 4);
        page.Line("lacking", conversion.Lacking, indent: 4);
    }

    private static void Attempts(PageText page, ExplainedConversion conversion)
    {
        page.Text("Attempts");
        if (conversion.Attempts.Count == 0)
        {
            page.Text("none", indent: 4);
        }

        foreach (var attempt in conversion.Attempts)
        {
            page.Line(
                $"{attempt.Number}",
                $"{ExplainPage.Time(attempt.StartedAt)}, {(attempt.EndedAt - attempt.StartedAt).TotalMilliseconds:0} ms: {attempt.Outcome}{(attempt.Status is { } status ? $", status {status}" : "")}",
                indent: 4);
            page.Line("", attempt.Error, indent: 4);
            page.Line("", attempt.RequestId is { } id ? $"request id {id}" : null, indent: 4);
            page.Line("", attempt.Answer is { Length: > 0 } answer ? $"answer {(answer.Length <= ShownAnswer ? answer : answer[..ShownAnswer] + "…")}" : null, indent: 4);
        }

        page.Line("", conversion.MayHaveLanded ? "Cometly may have processed one without telling us" : null, indent: 4);
    }
}
