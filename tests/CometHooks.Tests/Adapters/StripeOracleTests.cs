using System.Globalization;
using System.Text;
using CometHooks.Stripe;
using global::Stripe;
using static CometHooks.Tests.Adapters.Deliveries;

namespace CometHooks.Tests.Adapters;

/// <summary>Stripe's own library judges the same deliveries: none may be accepted here that it refuses.</summary>
public sealed class StripeOracleTests
{
    private const string Header = "Stripe-Signature";

    private static readonly StripeAdapter Adapter = new();

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    [Fact]
    public void No_mutated_delivery_is_accepted_that_the_oracle_refuses()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("COMETHOOKS_ORACLE_MUTATIONS") ?? "20000", CultureInfo.InvariantCulture);
        var random = new Random(20260314);
        var tally = new Dictionary<(bool Ours, bool Oracle), int>();
        for (var i = 0; i < count; i++)
        {
            var (header, body) = Mutate(random);
            if (OracleAccepts(header, body) is not { } oracle)
            {
                continue;
            }

            var ours = OursAccepts(header, body);
            tally[(ours, oracle)] = tally.GetValueOrDefault((ours, oracle)) + 1;
            Assert.False(ours && !oracle, $"mutation {i} is accepted: {header}");
        }

        // Otherwise the test would prove nothing.
        Assert.True(tally.GetValueOrDefault((false, false)) > count / 10);
        Assert.True(tally.GetValueOrDefault((true, true)) > count / 1000);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join("; ", tally.Select(x => $"ours {x.Key.Ours}, oracle {x.Key.Oracle}: {x.Value}")));
    }

    [Fact]
    public void An_untouched_delivery_is_accepted_by_both()
    {
        var (header, body) = Fresh();
        Assert.True(OursAccepts(header, body));
        Assert.True(OracleAccepts(header, body));
    }

    private static bool OursAccepts(string header, byte[] body) => Adapter.Verify(
        Request(body, [KeyValuePair.Create(Header, header)], DateTimeOffset.UtcNow), Settings()).Result == VerificationResult.Valid;

    // Null where its API, which takes text, cannot be asked: the body is not UTF-8.
    private static bool? OracleAccepts(string header, byte[] body)
    {
        string text;
        try
        {
            text = Strict.GetString(body);
        }
        catch (ArgumentException)
        {
            return null;
        }

        try
        {
            EventUtility.ValidateSignature(text, header, Secret, tolerance: 300);
            return true;
        }
        catch (Exception e) when (e is StripeException or OverflowException or FormatException or IndexOutOfRangeException or ArgumentException)
        {
            return false;
        }
    }

    private static (string Header, byte[] Body) Fresh(long offset = 0)
    {
        var body = """{"id":"evt_1TestAda","object":"event","type":"charge.succeeded","data":{"object":{"name":"Ada Exámple"}}}"""u8.ToArray();
        return (Signatures.SignTimestamped(body, Secret, DateTimeOffset.UtcNow.AddSeconds(offset)), body);
    }

    // One to three changes: characters of the header, bytes of the body, parts of the header doubled, dropped or swapped,
    // other times, other schemes; also some that change nothing that matters.
    private static (string Header, byte[] Body) Mutate(Random random)
    {
        var (header, body) = Fresh(random.Next(10) == 0 ? random.Next(-100_000, 100_000) : 0);
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var parts = header.Split(',');
            var part = random.Next(parts.Length);
            switch (random.Next(9))
            {
                case 0 when header.Length > 0:
                    var chars = header.ToCharArray();
                    chars[random.Next(chars.Length)] ^= (char)(1 << random.Next(7));
                    header = new string(chars);
                    break;
                case 1 when header.Length > 0:
                    header = header.Remove(random.Next(header.Length), 1);
                    break;
                case 2:
                    header = header.Insert(random.Next(header.Length + 1), " ,=tv10aF\t-+\u0660"[random.Next(13)].ToString());
                    break;
                case 3:
                    header = $"{header},{parts[part]}";
                    break;
                case 4:
                    header = string.Join(',', parts.Where((_, index) => index != part));
                    break;
                case 5:
                    header = string.Join(',', parts.Reverse());
                    break;
                case 6:
                    header = random.Next(3) switch
                    {
                        0 => header + ",v0=" + new string('a', 64),
                        1 => header + ",v1=" + new string('0', 64),
                        _ => header.ToUpperInvariant(),
                    };
                    break;
                case 7 when body.Length > 0:
                    body[random.Next(body.Length)] ^= (byte)(1 << random.Next(7));
                    break;
                default:
                    body = random.Next(2) == 0 ? [0xEF, 0xBB, 0xBF, .. body] : body[..random.Next(body.Length + 1)];
                    break;
            }
        }

        return (header, body);
    }
}
