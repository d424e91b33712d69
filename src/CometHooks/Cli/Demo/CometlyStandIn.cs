using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CometHooks.Cli.Demo;

/// <summary>
/// Stands in for Cometly on a free loopback port: same path, same answers, and Cometly's own order of telling duplicates
/// apart. It misbehaves on demand.
/// </summary>
internal sealed class CometlyStandIn : IAsyncDisposable
{
    private const string Path = "/public-api/v1/events/track";
    private readonly WebApplication _app;
    private readonly string _token;
    private readonly StandInLedger _ledger = new();
    private readonly ConcurrentQueue<StandInRequest> _requests = new();
    private readonly ConcurrentQueue<StandInAnswer> _answers = new();

    private CometlyStandIn(WebApplication app, string token)
    {
        _app = app;
        _token = token;
        app.MapPost(Path, AnswerAsync);
    }

    /// <summary>The events API's URL.</summary>
    public string Url { get; private set; } = "";

    /// <summary>Every request that arrived, in order.</summary>
    public IReadOnlyList<StandInRequest> Requests => [.. _requests];

    /// <summary>The events that counted, in order.</summary>
    public IReadOnlyList<StandInRequest> Effects => _ledger.Effects;

    /// <summary>Which requests are answered 403 whenever they come.</summary>
    public Func<StandInRequest, bool> Forbids { get; set; } = _ => false;

    /// <summary>How a request is answered for which nothing is queued; null: as Cometly would.</summary>
    public Func<StandInRequest, StandInAnswer?> Chooses { get; set; } = _ => null;

    public static async Task<CometlyStandIn> StartAsync(string token, CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        app.UseRouting();
        var standIn = new CometlyStandIn(app, token);
        await app.StartAsync(cancellationToken);
        standIn.Url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + Path;
        return standIn;
    }

    /// <summary>The next request is answered like this instead; several queue up.</summary>
    /// <param name="answer">Writes the answer.</param>
    /// <param name="counts">Whether the event counts all the same: a server that lies.</param>
    public void Answer(Func<HttpContext, Task> answer, bool counts = false) => _answers.Enqueue(new StandInAnswer(answer, counts));

    /// <summary>The next request is answered with this status and body.</summary>
    public void Answer(int status, string body = """{"message":"on demand"}""", bool counts = false) => Answer(context => WriteAsync(context, status, body), counts);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var request = StandInRequest.Read(await reader.ReadToEndAsync(context.RequestAborted));
        _requests.Enqueue(request);
        if (_answers.TryDequeue(out var next) || (next = Chooses(request)) is not null)
        {
            if (next.Counts)
            {
                _ledger.Count(request);
            }

            await next.Write(context);
        }
        else if (context.Request.Headers.Authorization != $"Bearer {_token}")
        {
            await WriteAsync(context, 401, """{"message":"Unauthenticated."}""");
        }
        else if (Forbids(request))
        {
            await WriteAsync(context, 403, """{"message":"Forbidden."}""");
        }
        else if (request.Problem is { } problem)
        {
            await WriteAsync(context, 422, JsonSerializer.Serialize(new { message = problem }));
        }
        else
        {
            // What Cometly answers to a duplicate is not documented; the same success is the likeliest.
            _ledger.Count(request);
            await WriteAsync(context, 202, """{"status":202,"message":"Event accepted and queued."}""");
        }
    }

    private static Task WriteAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body, context.RequestAborted);
    }
}

/// <param name="Write">Writes the answer.</param>
/// <param name="Counts">Whether the event counts, whatever is answered and however late.</param>
internal sealed record StandInAnswer(Func<HttpContext, Task> Write, bool Counts);
