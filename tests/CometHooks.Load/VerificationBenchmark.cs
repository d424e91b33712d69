using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using CometHooks.Calendly;
using CometHooks.Shopify;
using CometHooks.Stripe;

namespace CometHooks.Load;

/// <summary>
/// The check of a signature against HMAC-SHA256 alone over the same bytes, which is what cannot be saved. A body of 4 KB,
/// as events of these platforms have. It may take 1.3 times as long.
/// </summary>
[MemoryDiagnoser]
[MinColumn]
[MedianColumn]
public class VerificationBenchmark
{
    private const string Secret = "whsec_of_the_benchmark";

    private readonly SourceSettings _settings = new() { Endpoint = "it", Secrets = [Secret], Shop = "comethooks-sample.myshopify.com" };
    private readonly byte[] _key = Encoding.UTF8.GetBytes(Secret);
    private readonly byte[] _hash = new byte[HMACSHA256.HashSizeInBytes];
    private byte[] _signed = [];
    private ISourceAdapter _adapter = new StripeAdapter();
    private WebhookRequest _request = null!;

    [Params("stripe", "shopify", "calendly")]
    public string Source { get; set; } = "stripe";

    [GlobalSetup]
    public void Sign()
    {
        _adapter = Source switch { "stripe" => new StripeAdapter(), "shopify" => new ShopifyAdapter(), _ => new CalendlyAdapter() };
        var at = DateTimeOffset.UnixEpoch.AddSeconds(1_773_500_966);
        var body = Encoding.UTF8.GetBytes($$"""{"id":"evt_1","text":"{{new string('x', 4096 - 24)}}"}""");
        _signed = Source == "shopify" ? body : [.. Encoding.UTF8.GetBytes($"{at.ToUnixTimeSeconds()}."), .. body];
        _request = new WebhookRequest
        {
            Method = "POST",
            Url = new Uri("https://hooks.example.com/webhooks/it"),
            Headers = _adapter.SampleHeaders(new Sample("orders_paid.json", body, Secret, at))
                .ToDictionary(header => header.Key, header => (IReadOnlyList<string>)[header.Value], StringComparer.OrdinalIgnoreCase),
            Body = body,
            ReceivedAt = at,
        };
        if (Verify() != VerificationResult.Valid)
        {
            throw new InvalidOperationException("The sample must be valid, or the benchmark measures a refusal.");
        }
    }

    [Benchmark(Baseline = true, Description = "HMAC alone")]
    public int HmacAlone() => HMACSHA256.HashData(_key, _signed, _hash);

    [AtMost(1.3)]
    [Benchmark(Description = "signature check")]
    public VerificationResult Verify() => _adapter.Verify(_request, _settings).Result;
}
