using System.Text;

namespace CometHooks.Tests.Adapters;

/// <summary>Requests as a platform would send them.</summary>
internal static class Deliveries
{
    public const string Secret = "whsec_of_the_tests";

    public static readonly DateTimeOffset Now = new(2026, 3, 14, 15, 9, 26, TimeSpan.Zero);

    public static ReadOnlyMemory<byte> Bytes(string body) => Encoding.UTF8.GetBytes(body);

    /// <summary>Signed at <see cref="Now"/>, arriving at the same time.</summary>
    public static WebhookRequest Signed(ISourceAdapter adapter, string sampleName, ReadOnlyMemory<byte> body, string? secret = Secret) =>
        Request(body, adapter.SampleHeaders(new Sample(sampleName, body, secret, Now)));

    public static WebhookRequest Request(ReadOnlyMemory<byte> body, IEnumerable<KeyValuePair<string, string>> headers, DateTimeOffset? at = null) => new()
    {
        Method = "POST",
        Url = new Uri("https://hooks.example.com/webhooks/it"),
        Headers = headers.ToDictionary(header => header.Key, header => (IReadOnlyList<string>)[header.Value], StringComparer.OrdinalIgnoreCase),
        Body = body,
        ReceivedAt = at ?? Now,
    };

    public static WebhookRequest With(this WebhookRequest request, string name, string? value)
    {
        var headers = request.Headers.ToDictionary(header => header.Key, header => header.Value[0], StringComparer.OrdinalIgnoreCase);
        if (value is null)
        {
            headers.Remove(name);
        }
        else
        {
            headers[name] = value;
        }

        return Request(request.Body, headers, request.ReceivedAt);
    }

    public static WebhookRequest With(this WebhookRequest request, ReadOnlyMemory<byte> body) =>
        Request(body, request.Headers.Select(header => KeyValuePair.Create(header.Key, header.Value[0])), request.ReceivedAt);

    public static WebhookRequest ArrivingAt(this WebhookRequest request, DateTimeOffset at) =>
        Request(request.Body, request.Headers.Select(header => KeyValuePair.Create(header.Key, header.Value[0])), at);

    public static SourceSettings Settings(params string[] secrets) => new() { Endpoint = "it", Secrets = secrets.Length == 0 ? [Secret] : secrets };

    public static SourceEvent ReadOne(this ISourceAdapter adapter, WebhookRequest request) => Assert.Single(adapter.Read(request));

    /// <summary>The facts of a body, as the mapper would ask for them.</summary>
    public static Facts FactsOf(this ISourceAdapter adapter, string sampleName, string body)
    {
        var sourceEvent = adapter.ReadOne(Signed(adapter, sampleName, Bytes(body)));
        Assert.Null(sourceEvent.UnreadableBecause);
        using var document = System.Text.Json.JsonDocument.Parse(body);
        return adapter.ReadFacts(sourceEvent, document.RootElement);
    }
}
