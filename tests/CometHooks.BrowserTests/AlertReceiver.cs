using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CometHooks.BrowserTests;

/// <summary>Whoever is told of alerts by signed webhook, on a free loopback port: what it was told, in order.</summary>
internal sealed class AlertReceiver : IAsyncDisposable
{
    public const string Secret = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    private const string Path = "/hooks/not-to-be-shown";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<JsonNode> _told = new();

    private AlertReceiver(WebApplication app)
    {
        _app = app;
        app.Run(AnswerAsync);
    }

    public string Url { get; private set; } = "";

    /// <summary>How it answers.</summary>
    public int Status { get; set; } = 204;

    public IReadOnlyList<JsonNode> Told => [.. _told];

    public static async Task<AlertReceiver> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new AlertReceiver(app);
        await app.StartAsync(cancellationToken);
        receiver.Url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + Path;
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        _told.Enqueue((await JsonNode.ParseAsync(context.Request.Body))!);
        context.Response.StatusCode = Status;
    }
}
