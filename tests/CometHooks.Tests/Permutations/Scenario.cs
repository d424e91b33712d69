using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CometHooks.Tests.FrontDoor;

namespace CometHooks.Tests.Permutations;

/// <summary>One checkout by one kind of visitor with the token in one place: its events, as often as they are asked for, each time with ids of their own.</summary>
internal sealed partial class Scenario
{
    private const string Token = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string EarlierToken = "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee";
    private const string Customer = "cus_Visitor0000000";
    private const char Number = '~';

    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    private readonly string[] _events;
    private readonly string _earlier;

    public Scenario(Checkout checkout, bool knownBefore, TokenCarrier carrier)
    {
        Checkout = checkout;
        KnownBefore = knownBefore;
        Carrier = carrier;
        var email = Email(checkout);
        _events = [.. checkout.Samples.Select(sample => Template(sample, body => Arrange((JsonObject)body["data"]!["object"]!)))];
        _earlier = Template(checkout.EarlierSample, body => Earlier(body, (JsonObject)body["data"]!["object"]!, email));
        At = checkout.Samples.Max(sample => Created(JsonNode.Parse(SampleBody.Of($"stripe/{sample}.json"))!));
    }

    public Checkout Checkout { get; }

    /// <summary>Whether the customer bought before, then with another token.</summary>
    public bool KnownBefore { get; }

    public TokenCarrier Carrier { get; }

    /// <summary>When the last of its events happened.</summary>
    public DateTimeOffset At { get; }

    public DateTimeOffset EarlierAt => At - Month;

    /// <summary>The token that its purchase should have: the visit's own, else the one that the customer is known by.</summary>
    public string? ExpectedToken(int number) => Carrier.IsNone ? KnownBefore ? EarlierToken + Text(number) : null : Token + Text(number);

    public byte[] Event(int index, int number) => Body(_events[index], number);

    public byte[] EarlierEvent(int number) => Body(_earlier, number);

    public override string ToString() => $"{(KnownBefore ? "customer" : "guest")}, token in {Carrier.Name}";

    private static string Email(Checkout checkout) =>
        EmailAddress().Match(Encoding.UTF8.GetString(SampleBody.Of($"stripe/{checkout.Samples.Single(s => s.StartsWith("checkout.", StringComparison.Ordinal))}.json"))).Value;

    private void Arrange(JsonObject it)
    {
        TokenCarrier.Clear(it);
        Carrier.Write(it, Token + Number);
        if (it.ContainsKey("customer"))
        {
            it["customer"] = KnownBefore || Checkout.AlwaysCustomer ? Customer : null;
        }
    }

    // A payment of its own, a month before, by the same customer.
    private static void Earlier(JsonNode body, JsonObject it, string email)
    {
        TokenCarrier.Clear(it);
        it["metadata"] = new JsonObject { ["comet_token"] = EarlierToken + Number };
        it["customer"] = Customer;
        it["customer_details"]!["email"] = email;
        it["payment_intent"] = "pi_Earlier0000000000";
        it["id"] = "cs_live_Earlier0000000000";
        body["id"] = "evt_Earlier0000000000";
        body["created"] = (Created(body) - Month).ToUnixTimeSeconds();
    }

    private static string Template(string sample, Action<JsonNode> change) =>
        Id().Replace(Encoding.UTF8.GetString(SampleBody.Of($"stripe/{sample}.json", change)), "${id}" + Number);

    private static DateTimeOffset Created(JsonNode body) => DateTimeOffset.FromUnixTimeSeconds(body["created"]!.GetValue<long>());

    private static string Text(int number) => number.ToString("D6", provider: null);

    private static byte[] Body(string template, int number) => Encoding.UTF8.GetBytes(template.Replace(Number.ToString(), Text(number), StringComparison.Ordinal));

    [GeneratedRegex(@"\b(?<id>(?:evt|ch|pi|cs_live|in|inpay|sub|cus)_[A-Za-z0-9]{8,}|[a-z]+(?=@example))", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Id();

    [GeneratedRegex(@"[a-z]+@example\.[a-z]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EmailAddress();
}
