using System.Net;
using CometHooks.Cli;
using CometHooks.Deliver;
using CometHooks.Operate;
using CometHooks.Store;
using CometHooks.Tests.Configuration;
using CometHooks.Tests.Fakes;
using CometHooks.Tests.Receive;
using Microsoft.Extensions.DependencyInjection;
using CollectingRecords = CometHooks.Tests.Fakes.CollectingRecords;

namespace CometHooks.Tests.Operate;

/// <summary>A pause ends by hand, and only by a hand that may.</summary>
public sealed class ResumeTests : IAsyncLifetime
{
    private readonly CollectingRecords _records = new();
    private HubUnderTest _hub = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _records.SetPauseAsync("main", "answered 401", byHand: false, TimeProvider.System.GetUtcNow(), Cancel);
        _hub = await HubUnderTest.StartAsync(stages: services => services
            .AddSingleton<IRecords>(_records)
            .AddSingleton<IOutbox>(new CollectingOutbox(TimeProvider.System))
            .AddSingleton(LookInterval.Alone)
            .AddDestinations(
                new Dictionary<string, DestinationOptions>(StringComparer.Ordinal) { ["main"] = new() { Token = "t" }, ["off"] = new() },
                CometHooks.Tests.Deliver.Some.Writer)
            .AddDeliver());
        await Until.True(() => IsPaused, "the pause from before the start is in force");
    }

    private bool IsPaused => _hub.App.Services.GetRequiredService<DeliveryService>().Paused.ContainsKey("main");

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task A_paused_destination_goes_on_and_the_audit_trail_says_by_whose_hand()
    {
        using var answer = await PostAsync(_hub.Admin, "main", ("X-CometHooks", "resume"));

        Assert.Equal((HttpStatusCode.OK, "main goes on"), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel)));
        Assert.False(IsPaused);
        Assert.Empty(_records.Pauses);
        Assert.Equal(
            [("resume", "main", "by hand: delivery goes on", "command")],
            _records.Audit.Select(line => (line.Kind, line.Subject, line.Text, line.Actor)));
    }

    [Fact]
    public async Task A_destination_that_was_not_paused_is_answered_the_same_and_nothing_is_written()
    {
        using var first = await PostAsync(_hub.Admin, "main", ("X-CometHooks", "resume"));
        var written = _records.Audit.Count;

        using var again = await PostAsync(_hub.Admin, "main", ("X-CometHooks", "resume"));

        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal((1, 1), (written, _records.Audit.Count));
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("MAIN")]
    [InlineData("off")]
    public async Task A_destination_that_does_not_deliver_is_answered_404(string name)
    {
        using var answer = await PostAsync(_hub.Admin, name, ("X-CometHooks", "resume"));

        await AnswerTableTests.AssertProblemAsync(answer, 404);
        Assert.True(IsPaused);
    }

    [Theory]
    [InlineData("X-CometHooks", "")]
    [InlineData("X-CometHooks", "yes")]
    [InlineData("X-Other", "resume")]
    public async Task Without_the_header_that_no_web_page_may_send_it_is_answered_403(string name, string value)
    {
        using var answer = await PostAsync(_hub.Admin, "main", (name, value));

        await AnswerTableTests.AssertProblemAsync(answer, 403);
        Assert.True(IsPaused);
    }

    [Fact]
    public async Task A_web_page_that_can_send_the_header_is_answered_403_all_the_same()
    {
        using var answer = await PostAsync(_hub.Admin, "main", ("X-CometHooks", "resume"), ("Origin", "http://evil.example"));

        await AnswerTableTests.AssertProblemAsync(answer, 403);
        Assert.True(IsPaused);
    }

    [Fact]
    public async Task The_platforms_address_does_not_know_it()
    {
        using var answer = await PostAsync(_hub.Webhooks, "main", ("X-CometHooks", "resume"));

        await AnswerTableTests.AssertProblemAsync(answer, 404);
        Assert.True(IsPaused);
    }

    [Theory]
    [InlineData("main", ExitCodes.Ok, false)]
    [InlineData("nobody", ExitCodes.Failed, true)]
    public async Task The_command_asks_the_running_hub(string name, int exitCode, bool isPaused)
    {
        using var folder = Folder(_hub.Admin.BaseAddress!.ToString().TrimEnd('/'));

        Assert.Equal(exitCode, await CommandLine.Build().Parse(["resume", name, "--config", folder.Path]).InvokeAsync(cancellationToken: Cancel));

        Assert.Equal(isPaused, IsPaused);
    }

    [Fact]
    public async Task The_command_fails_where_no_hub_runs()
    {
        using var folder = Folder(_hub.Admin.BaseAddress!.ToString().TrimEnd('/'));
        await _hub.App.StopAsync(Cancel);

        Assert.Equal(ExitCodes.Failed, await CommandLine.Build().Parse(["resume", "main", "--config", folder.Path]).InvokeAsync(cancellationToken: Cancel));
    }

    private static ConfigurationFolder Folder(string admin) => new(
        $$"""
        listen: { webhooks: "http://127.0.0.1:8080", admin: "{{admin}}" }
        destinations:
          main: { token: t }
        endpoints:
          {{HubUnderTest.EndpointLine("stripe", "stripe")}}
        """,
        "m.yaml");

    private async Task<HttpResponseMessage> PostAsync(HttpClient client, string destination, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"destinations/{destination}/resume");
        request.Headers.Add("Authorization", $"Bearer {_hub.App.Services.GetRequiredService<CommandKey>().Value}");
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await client.SendAsync(request, Cancel);
    }
}
