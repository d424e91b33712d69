using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CometHooks.Operate.Explain;
using CometHooks.Operate.Rehearse;
using CometHooks.Operate.Scrub;
using CometHooks.Sources;
using CometHooks.Tests.Samples;

namespace CometHooks.Tests.Operate;

/// <summary>Nobody is left in a scrubbed body, and a mapping makes of it what it made of the real one.</summary>
public sealed class ScrubbedBodyTests
{
    public static TheoryData<string> Samples => [.. ShippedFiles.Samples];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Nothing_is_left_of_what_tells_who_somebody_is(string sample)
    {
        var body = File.ReadAllBytes(Path.Combine(ShippedFiles.SamplesFolder, sample));

        var scrubbed = ScrubbedBody.Of(JsonElement.Parse(body));

        var values = PayloadValues.Of(body).Where(v => !v.Key.StartsWith("http", StringComparison.Ordinal)).Select(v => v.Key).ToList();
        Assert.All(values.Where(v => v.Length > 3), value => Assert.DoesNotContain($"\"{value}\"", scrubbed, StringComparison.Ordinal));
        Assert.DoesNotContain("ada@", scrubbed, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Example Street", scrubbed, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_mapping_makes_of_it_what_it_made_of_the_real_one(string sample)
    {
        using var folder = new HubFolder("http://127.0.0.1:9/");
        var hub = folder.Load();
        var target = hub.Targets.Find(sample.Split('/')[0])!;
        var body = File.ReadAllBytes(Path.Combine(ShippedFiles.SamplesFolder, sample));
        var now = TimeProvider.System.GetUtcNow();

        var scrubbed = Encoding.UTF8.GetBytes(ScrubbedBody.Of(JsonElement.Parse(body)));

        Assert.Equal(await MadeOfAsync(body), await MadeOfAsync(scrubbed));

        async Task<string> MadeOfAsync(byte[] payload)
        {
            var request = SampleFolder.Request(target.Adapter, Path.GetFileName(sample), payload, secret: null, now);
            var webhooks = await hub.Rehearsal.RunAsync(target, [new RehearsedRequest(TimeSpan.Zero, request)], TestContext.Current.CancellationToken);
            return string.Join('\n', webhooks.Select(w => $"{w.Record.Type} {w.Record.State}: {string.Join(", ", w.Conversions.Select(Told))}"));
        }

        static string Told(RehearsedConversion conversion)
        {
            var sent = JsonNode.Parse(conversion.Body)!.AsObject();
            return $"{conversion.Record.EventName} {conversion.Record.State} {sent["amount"]} {sent["event_time"]} {string.Join(' ', sent.Select(f => f.Key))}";
        }
    }

    [Fact]
    public void What_was_the_same_still_is_and_what_was_linked_still_is()
    {
        var scrubbed = JsonNode.Parse(ScrubbedBody.Of(JsonElement.Parse("""
            {"id":918474967041523557,"gid":"gid://shopify/Order/918474967041523557","email":"Ada@Example.com","contact_email":"ada@example.com",
             "customer":{"first_name":"Ada","last_name":"Lovelace","name":"Ada Lovelace","email":"ada@example.com"},
             "charge":"ch_3SJNQ8b9BTUhytMLaVvKK0xN","source":"ch_3SJNQ8b9BTUhytMLaVvKK0xN","created":1772446530,"total_price":"128.45","status":"paid","currency":"USD",
             "uri":"https://api.calendly.com/invitees/abbef153-84f1-4297-a147-c33f7f6f23f7"}
            """)))!;

        Assert.Equal($"gid://shopify/Order/{scrubbed["id"]}", (string)scrubbed["gid"]!);
        Assert.NotEqual("918474967041523557", scrubbed["id"]!.ToString());
        Assert.Equal(("visitor1@example.com", "visitor1@example.com"), ((string)scrubbed["email"]!, (string)scrubbed["contact_email"]!));
        Assert.Equal($"{scrubbed["customer"]!["first_name"]} {scrubbed["customer"]!["last_name"]}", (string)scrubbed["customer"]!["name"]!);
        Assert.Equal((string)scrubbed["charge"]!, (string)scrubbed["source"]!);
        Assert.Matches("^ch_[A-Za-z0-9]{24}$", (string)scrubbed["charge"]!);
        Assert.Equal(("1772446530", "128.45", "paid", "USD"), (scrubbed["created"]!.ToString(), (string)scrubbed["total_price"]!, (string)scrubbed["status"]!, (string)scrubbed["currency"]!));
        Assert.Matches("^https://api.calendly.com/invitees/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", (string)scrubbed["uri"]!);
        Assert.DoesNotContain("abbef153", scrubbed.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"note":"call bob"}""", "bob")]
    [InlineData("""{"note_attributes":[{"name":"gift_for","value":"bob"}]}""", "bob")]
    [InlineData("""{"metadata":{"type":"bob","nested":{"who":"bob"}}}""", "bob")]
    [InlineData("""{"questions_and_answers":[{"question":"Who comes?","answer":"bob"}]}""", "bob")]
    [InlineData("""{"profile":"https://people.example/bob?token=1"}""", "bob")]
    [InlineData("""{"landing_site":"/hello/bob?email=bob%40example.org"}""", "bob")]
    [InlineData("""{"text":"write to bob@example.org please"}""", "bob")]
    [InlineData("""{"bob@example.org":true}""", "bob")]
    [InlineData("""{"phone":4155550123}""", "4155550123")]
    [InlineData("""{"shipping_address":{"city":"bobtown","zip":"94107"}}""", "94107")]
    [InlineData("""{"client_ip":"198.51.100.24"}""", "198.51.100.24")]
    [InlineData("""{"unknown":"Robert Tables"}""", "Tables")]
    public void What_is_only_unknown_goes_too(string body, string real) =>
        Assert.DoesNotContain(real, ScrubbedBody.Of(JsonElement.Parse(body)), StringComparison.OrdinalIgnoreCase);
}
