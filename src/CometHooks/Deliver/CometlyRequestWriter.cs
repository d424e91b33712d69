using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AutoMapper;
using CometHooks.Store;

namespace CometHooks.Deliver;

/// <summary>Writes the exact body of a POST to Cometly.</summary>
internal sealed class CometlyRequestWriter
{
    // The body goes over HTTP as JSON and never into a page as it is, so readable text beats \u escapes.
    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly IMapper _mapper;

    /// <param name="loggers">AutoMapper logs one line about its licence.</param>
    /// <param name="licenseKey">The configuration's <c>AutoMapper:LicenseKey</c>; it works without.</param>
    public CometlyRequestWriter(ILoggerFactory loggers, string? licenseKey = null)
    {
        Configuration = new MapperConfiguration(
            expression =>
            {
                if (!string.IsNullOrWhiteSpace(licenseKey))
                {
                    expression.LicenseKey = licenseKey;
                }

                expression.AddProfile<CometlyProfile>();
            },
            loggers);

        // The first map costs most of a second: pay at the start, not with the first purchase.
        Configuration.CompileMappings();
        _mapper = Configuration.CreateMapper();
        Write(new CometlyEvent { EventName = "purchase" }, "warm-up");
    }

    public MapperConfiguration Configuration { get; }

    /// <summary>The JSON text of the event under its idempotency key.</summary>
    public string Write(CometlyEvent e, string idempotencyKey) =>
        JsonSerializer.Serialize(_mapper.Map<CometlyRequest>(e) with { IdempotencyKey = idempotencyKey }, Json);

    /// <summary>
    /// The body of a conversion's first attempt, kept for every later one. Old revenue must not feed ad bidding, so an
    /// event past the destination's limit carries do_not_capi whatever its rule says.
    /// </summary>
    public string Freeze(UnfrozenConversion conversion, DestinationOptions destination)
    {
        var e = CometlyEventCheck.Prune(conversion.Event, destination);
        var old = e.EventTime is { } time && conversion.Now - time > destination.DoNotCapiAfter;
        return Write(old ? e with { DoNotCapi = true } : e, conversion.IdempotencyKey);
    }

    /// <summary>What was sent before, under another key: to Cometly another event. It may have become old since.</summary>
    public static string Rekey(string body, string idempotencyKey, DateTimeOffset now, DestinationOptions destination)
    {
        var sent = JsonSerializer.Deserialize<CometlyRequest>(body, Json) ?? throw new JsonException("A stored body is null.");
        var old = DateTimeOffset.TryParse(sent.EventTime, CultureInfo.InvariantCulture, out var time) && now - time > destination.DoNotCapiAfter;
        return JsonSerializer.Serialize(sent with { IdempotencyKey = idempotencyKey, DoNotCapi = old ? true : sent.DoNotCapi }, Json);
    }
}
