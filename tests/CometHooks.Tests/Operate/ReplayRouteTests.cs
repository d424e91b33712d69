using System.Net;
using System.Text;
using CometHooks.Operate;
using CometHooks.Operate.Access;
using CometHooks.Store;
using CometHooks.Tests.FrontDoor;
using Microsoft.Extensions.DependencyInjection;

namespace CometHooks.Tests.Operate;

/// <summary>A replay is begun by a command, and by nobody else.</summary>
public sealed class ReplayRouteTests : IAsyncLifetime
{
    private const string All = """{"mode":"map","again":true}""";
    private readonly HubFolder _folder = new("http://127.0.0.1:1/");
    private readonly HttpClient _client = new();
    private RunningHub _hub = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _hub = await RunningHub.StartAsync(_folder);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _hub.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_answer_is_one_JSON_object_a_line_and_the_last_one_is_done()
    {
        using var answer = await PostAsync(new Uri(_hub.Admin, "/replays"), All, ("X-CometHooks", "replay"));

        Assert.Equal((HttpStatusCode.OK, "application/x-ndjson"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains("\"done\":true", (await answer.Content.ReadAsStringAsync(Cancel)).TrimEnd('\n').Split('\n')[^1], StringComparison.Ordinal);
        Assert.Contains(await _hub.Records.AuditAsync(10, Cancel), a => a is { Kind: "replay", Subject: "all webhooks" });
    }

    [Theory]
    [InlineData("X-CometHooks", "resume")]
    [InlineData("X-Other", "replay")]
    public async Task Without_the_header_that_no_web_page_may_send_it_is_answered_403(string name, string value)
    {
        using var answer = await PostAsync(new Uri(_hub.Admin, "/replays"), All, (name, value));

        await AssertRefusedAsync(answer, HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_web_page_that_can_send_the_header_is_answered_403_all_the_same()
    {
        using var answer = await PostAsync(new Uri(_hub.Admin, "/replays"), All, ("X-CometHooks", "replay"), ("Origin", "http://evil.example"));

        await AssertRefusedAsync(answer, HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_platforms_address_does_not_know_it()
    {
        using var answer = await PostAsync(_hub.Url("/replays"), All, ("X-CometHooks", "replay"));

        await AssertRefusedAsync(answer, HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("null")]
    [InlineData("""{"mode":"everything"}""")]
    [InlineData("""{"mode":"new","conversion":1}""")]
    [InlineData("""{"from":"2026-03-02T00:00:00Z","to":"2026-03-01T00:00:00Z"}""")]
    public async Task What_is_no_replay_is_answered_400(string body)
    {
        using var answer = await PostAsync(new Uri(_hub.Admin, "/replays"), body, ("X-CometHooks", "replay"));

        await AssertRefusedAsync(answer, HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task Without_the_key_of_this_machine_or_an_operator_nothing_is_replayed(string key)
    {
        using var answer = await PostAsync(new Uri(_hub.Admin, "/replays"), All, key, ("X-CometHooks", "replay"));

        await AssertRefusedAsync(answer, HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("viewer", HttpStatusCode.Unauthorized)]
    [InlineData("operator", HttpStatusCode.OK)]
    public async Task An_operators_API_key_is_as_good_and_a_viewers_is_not(string role, HttpStatusCode status)
    {
        var key = (await _hub.Services.GetRequiredService<ApiKeys>().MakeAsync("elsewhere", Words.Read<AccessRole>(role), "test", Cancel)).Key;

        using var answer = await PostAsync(new Uri(_hub.Admin, "/replays"), All, key, ("X-CometHooks", "replay"));

        Assert.Equal(status, answer.StatusCode);
    }

    private async Task AssertRefusedAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.DoesNotContain(await _hub.Records.AuditAsync(10, Cancel), a => a.Kind == "replay");
    }

    private Task<HttpResponseMessage> PostAsync(Uri url, string body, params (string Name, string Value)[] headers) => PostAsync(url, body, key: null, headers);

    private async Task<HttpResponseMessage> PostAsync(Uri url, string body, string? key, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Authorization", $"Bearer {key ?? _hub.Services.GetRequiredService<CommandKey>().Value}");
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await _client.SendAsync(request, Cancel);
    }
}
