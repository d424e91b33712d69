using CometHooks.Cli;
using CometHooks.Configuration;
using CometHooks.Map;
using CometHooks.Tests.Samples;

namespace CometHooks.Tests.Operate;

public sealed class ExampleRunnerTests
{
    private const string Rules = """
        version: 1
        source: stripe
        payload: data.object
        rules:
          - name: payment
            on: charge.succeeded
            send: purchase
            once_per: payment_intent ?? id
            fields:
              email: billing_details.email
              amount: $facts.amount
        examples:
          - name: mine
            events: [stripe/charge.succeeded.json, { after: 2s, sample: stripe/charge.succeeded.json }]

        """;

    [Theory]
    [InlineData("    sends: [ { event_name: purchase, amount: 49.00, email: ada@example.com } ]", null)]
    [InlineData("    sends: [ { event_name: purchase, phone: '' } ]", null)]
    [InlineData("    ends: { pending: 1, mapped: 1 }", null)]
    [InlineData("    sends: []", "0 events should be sent, but 1 was. purchase by rule 'payment' is pending.")]
    [InlineData("    sends: [ { event_name: purchase, amount: 49.01 } ]", "purchase: amount should be '49.01', but is '49'.")]
    [InlineData("    sends: [ { event_name: purchase, comet_token: abc } ]", "purchase: comet_token should be 'abc', but is missing.")]
    [InlineData("    ends: { suppressed: 1 }", "1 should end as suppressed, but 0 did.")]
    public async Task An_example_that_does_not_hold_says_what_came_instead(string expectation, string? complaint)
    {
        var problems = await RunAsync(Rules + expectation);

        if (complaint is null)
        {
            Assert.Empty(problems);
        }
        else
        {
            Assert.Equal($"m.yaml:13:1: example 'mine': {complaint}", Assert.Single(problems).ToString());
        }
    }

    [Fact]
    public async Task A_sample_that_is_not_there_is_named()
    {
        var problems = await RunAsync(Rules.Replace("[stripe/charge.succeeded.json,", "[stripe/nothing.json,", StringComparison.Ordinal) + "    sends: []");

        Assert.Contains("sample 'stripe/nothing.json' cannot be read", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_that_fails_in_an_example_is_reported_with_its_place()
    {
        var problems = await RunAsync(Rules.Replace("amount: $facts.amount", "amount: currency > 5 ? 1", StringComparison.Ordinal) + "    sends: []");

        Assert.Contains(problems, p => p.Message.Contains("charge.succeeded failed: m.yaml:11:", StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<Problem>> RunAsync(string text)
    {
        var hub = ConfiguredHub.Load(ShippedFiles.Folder, new Dictionary<string, string>());
        var problems = new List<Problem>();
        var mapping = MappingReader.Read("m.yaml", text, problems);
        Assert.Empty(problems);
        var target = hub.Targets.Find("stripe")! with { Mapping = mapping! };
        return [.. (await hub.Examples.RunAsync(target, TestContext.Current.CancellationToken)).SelectMany(r => r.Problems)];
    }
}
