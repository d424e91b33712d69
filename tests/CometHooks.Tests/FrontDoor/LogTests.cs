using System.Text.Json;
using System.Text.RegularExpressions;
using CometHooks.Store;
using CometHooks.Tests.Samples;

namespace CometHooks.Tests.FrontDoor;

/// <summary>The log of a full run, at its finest level.</summary>
public sealed partial class LogTests(FullRun run) : IClassFixture<FullRun>
{
    [Fact]
    public void The_run_had_all_that_a_log_could_be_tempted_by()
    {
        var outcomes = run.Webhooks.SelectMany(w => w.Conversions).SelectMany(c => c.Attempts).Select(a => a.Outcome).ToHashSet(StringComparer.Ordinal);

        Assert.Superset(new HashSet<string>(["delivered", "rejected", "retry"]), outcomes);
        Assert.Superset(
            new HashSet<WebhookState>([WebhookState.Mapped, WebhookState.Ignored, WebhookState.Unreadable, WebhookState.Failed]),
            run.Webhooks.Select(w => w.State).ToHashSet());
        Assert.True(run.Posts > run.Webhooks.Count);
    }

    [Fact]
    public void No_log_line_holds_anything_of_a_body_a_person_a_token_or_a_signature()
    {
        var text = run.Hub.Log.Text;

        // An event's type stands in its body and in its line.
        var secrets = run.Signatures.Append(HubFolder.Secret).Append(HubFolder.Token).Concat(SampleTexts())
            .Except(run.Webhooks.Select(w => w.Type)).ToHashSet(StringComparer.Ordinal);
        Assert.True(secrets.Count > 500, $"Only {secrets.Count} texts to look for.");
        Assert.Contains(secrets, s => s.Contains('@', StringComparison.Ordinal));
        Assert.DoesNotContain(secrets, s => text.Contains(s, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
    }

    [Fact]
    public void There_is_one_line_for_each_request_and_one_for_each_attempt()
    {
        var lines = run.Hub.Log.Events.Select(e => e.MessageTemplate.Text).ToList();

        Assert.Equal(run.Posts, lines.Count(l => l.StartsWith("Webhook {WebhookId} at {Endpoint}, {EventType}: {Outcome}", StringComparison.Ordinal) || l.StartsWith("A request at {Endpoint} was not kept", StringComparison.Ordinal)));
        Assert.Equal(
            run.Webhooks.SelectMany(w => w.Conversions).Sum(c => c.Attempts.Count),
            lines.Count(l => l.Contains(", attempt {Attempt}: {Outcome}", StringComparison.Ordinal)));
    }

    // Every text of every sample, but for plain words, which a log line may hold for reasons of its own, and what is too
    // short to tell. A phone number also as it is sent.
    private static IEnumerable<string> SampleTexts() =>
        ShippedFiles.Samples.SelectMany(s => Texts(ShippedFiles.Sample(s))).Where(text => text.Length >= 9 && !Word().IsMatch(text)).Select(text => text.TrimStart('+'));

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Texts(p.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.String => [element.GetString()!],
        _ => [],
    };

    [GeneratedRegex(@"^[a-z_.]+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}
