using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CometHooks.Proof.Outages;

/// <summary>
/// A Cometly that is down, and later takes so many requests a minute and no more. It keeps a few bytes for each event, so
/// that it does not grow beside the hub whose memory is watched.
/// </summary>
internal sealed class FlakyCometly : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TimeProvider _time;
    private readonly int _perMinute;
    private readonly ulong[] _keys;
    private readonly Lock _lock = new();
    private double _tokens;
    private long _filledAt;

    private FlakyCometly(WebApplication app, int events, int perMinute, TimeProvider time)
    {
        (_app, _time, _perMinute, _tokens, _filledAt) = (app, time, perMinute, perMinute, time.GetTimestamp());
        _keys = new ulong[events];
        app.MapPost("/", AnswerAsync);
    }

    public string Url { get; private set; } = "";

    public bool IsDown { get; set; } = true;

    /// <summary>Requests while it was down.</summary>
    public int Probes { get; private set; }

    /// <summary>Events that counted.</summary>
    public int Effects { get; private set; }

    /// <summary>Requests under a key that was known.</summary>
    public int SentAgain { get; private set; }

    /// <summary>Requests above the budget.</summary>
    public int TooMany { get; private set; }

    /// <summary>Events that came under a second key.</summary>
    public List<string> Doubled { get; } = [];

    /// <summary>Requests about no event.</summary>
    public List<string> Unfounded { get; } = [];

    public static async Task<FlakyCometly> StartAsync(int events, int perMinute, TimeProvider time, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        app.UseRouting();
        var cometly = new FlakyCometly(app, events, perMinute, time);
        await app.StartAsync(cancellationToken);
        cometly.Url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/";
        return cometly;
    }

    /// <summary>Whether this event counted.</summary>
    public bool Has(int number) => _keys[number] != 0;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        int status;
        lock (_lock)
        {
            status = Judge(body);
            context.Response.Headers["X-RateLimit-Limit"] = _perMinute.ToString(CultureInfo.InvariantCulture);
            context.Response.Headers["X-RateLimit-Remaining"] = ((int)_tokens).ToString(CultureInfo.InvariantCulture);
        }

        context.Response.StatusCode = status;
        if (status == StatusCodes.Status429TooManyRequests)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        await context.Response.WriteAsync($$"""{"status":{{status}},"message":""}""", context.RequestAborted);
    }

    private int Judge(string body)
    {
        if (IsDown)
        {
            Probes++;
            return StatusCodes.Status503ServiceUnavailable;
        }

        var now = _time.GetTimestamp();
        _tokens = Math.Min(_perMinute, _tokens + (_time.GetElapsedTime(_filledAt, now).TotalMinutes * _perMinute));
        _filledAt = now;
        if (_tokens < 1)
        {
            TooMany++;
            return StatusCodes.Status429TooManyRequests;
        }

        _tokens--;
        Count(body);
        return StatusCodes.Status202Accepted;
    }

    private void Count(string body)
    {
        if (BulkTrade.NumberOf(body) is not { } number || number >= _keys.Length)
        {
            Unfounded.Add("a request about no event that was sent");
            return;
        }

        var known = _keys[number];
        var key = KeyOf(body);
        _keys[number] = key;
        if (known == 0)
        {
            Effects++;
        }
        else if (known == key)
        {
            SentAgain++;
        }
        else
        {
            Doubled.Add($"event {number}");
        }
    }

    // Enough of the key to tell two apart.
    private static ulong KeyOf(string body)
    {
        using var document = JsonDocument.Parse(body);
        var hash = System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(document.RootElement.GetProperty("idempotency_key").GetString()!));
        return BitConverter.ToUInt64(hash) | 1;
    }
}
