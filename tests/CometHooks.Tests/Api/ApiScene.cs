using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CometHooks.Cli.Demo;
using CometHooks.Operate.Access;
using CometHooks.Store;
using CometHooks.Tests.FrontDoor;
using Microsoft.Extensions.DependencyInjection;

namespace CometHooks.Tests.Api;

/// <summary>A running hub, a key for each role, and a client at the admin address.</summary>
internal sealed class ApiScene : IAsyncDisposable
{
    private readonly CometlyStandIn _cometly;
    private readonly HubFolder _folder;
    private readonly HttpClient _client = new(new HttpClientHandler { AllowAutoRedirect = false });
    private readonly Dictionary<AccessRole, string> _keys = [];

    private ApiScene(CometlyStandIn cometly, HubFolder folder, RunningHub hub) => (_cometly, _folder, Hub) = (cometly, folder, hub);

    public RunningHub Hub { get; }

    public HubFolder Folder => _folder;

    public CometlyStandIn Cometly => _cometly;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<ApiScene> StartAsync()
    {
        var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, Cancel);
        var folder = new HubFolder(cometly.Url);
        var scene = new ApiScene(cometly, folder, await RunningHub.StartAsync(folder));
        foreach (var role in Enum.GetValues<AccessRole>())
        {
            scene._keys[role] = (await scene.Hub.Services.GetRequiredService<ApiKeys>().MakeAsync(Words.Of(role), role, "test", Cancel)).Key;
        }

        return scene;
    }

    public string KeyOf(AccessRole role) => _keys[role];

    /// <summary>Asks as somebody of this role; null: as nobody.</summary>
    public async Task<ApiAnswer> AskAsync(AccessRole? role, HttpMethod method, string path, string? body = null)
    {
        using var message = new HttpRequestMessage(method, new Uri(Hub.Admin, path));
        if (role is { } known)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _keys[known]);
        }

        if (body is not null)
        {
            message.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var answer = await _client.SendAsync(message, Cancel);
        return new ApiAnswer(answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel), answer.Content.Headers.ContentType?.MediaType);
    }

    public Task<ApiAnswer> GetAsync(string path, AccessRole role = AccessRole.Viewer) => AskAsync(role, HttpMethod.Get, path);

    /// <summary>The document that the hub serves.</summary>
    public async Task<JsonNode> DocumentAsync() => (await AskAsync(null, HttpMethod.Get, "/api/openapi.json")).Json;

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Hub.DisposeAsync();
        await _cometly.DisposeAsync();
        _folder.Dispose();
    }
}

internal sealed record ApiAnswer(HttpStatusCode Status, string Text, string? MediaType)
{
    public JsonNode Json => JsonNode.Parse(Text)!;
}
