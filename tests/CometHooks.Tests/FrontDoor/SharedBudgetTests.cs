using CometHooks.Cli.Demo;
using CometHooks.Operate;
using CometHooks.Sources;
using CometHooks.Tests.Fakes;
using CometHooks.Tests.Store;
using Microsoft.Extensions.DependencyInjection;

namespace CometHooks.Tests.FrontDoor;

/// <summary>Two hubs on one PostgreSQL that deliver to the same destination.</summary>
public sealed class SharedBudgetTests(PostgresForTests postgres)
{
    private const string Charge = "stripe/charge.succeeded.json";

    [Fact]
    public async Task Two_hubs_send_no_more_together_than_the_budget_of_one()
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        using var folder = await FolderAsync(cometly.Url, perMinute: 30);
        await using var one = await RunningHub.StartAsync(folder);
        await using var other = await RunningHub.StartAsync(folder);
        var begun = TimeProvider.System.GetTimestamp();

        for (var i = 0; i < 70; i++)
        {
            Assert.Equal(200, (await PostAsync(i % 2 == 0 ? one : other)).Status);
        }

        // A few more than the burst: of two budgets these would have come long before one budget allows them.
        await Until.True(() => cometly.Requests.Count > 34, "the budget was filled again");
        var sent = cometly.Requests.Count;

        Assert.InRange(sent, 35, 30 + (TimeProvider.System.GetElapsedTime(begun).TotalMinutes * 30));
    }

    [Fact]
    public async Task What_pauses_one_hub_pauses_the_other_and_resuming_one_resumes_both()
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        using var folder = await FolderAsync(cometly.Url, perMinute: 0);
        await using var one = await RunningHub.StartAsync(folder);
        await using var other = await RunningHub.StartAsync(folder);
        cometly.Answer(401);

        await PostAsync(one);
        await Until.True(async () => await IsPausedAsync(one) && await IsPausedAsync(other), "both are paused");
        Assert.Single(cometly.Requests);
        using var client = new HttpClient();
        using var resume = new HttpRequestMessage(HttpMethod.Post, new Uri(other.Admin, "/destinations/main/resume"));
        resume.Headers.Add("X-CometHooks", "resume");
        resume.Headers.Add("Authorization", $"Bearer {other.Services.GetRequiredService<CommandKey>().Value}");
        using var answer = await client.SendAsync(resume, TestContext.Current.CancellationToken);

        Assert.True(answer.IsSuccessStatusCode);
        await Until.True(async () => !await IsPausedAsync(one) && !await IsPausedAsync(other), "both go on");
    }

    private static async Task<bool> IsPausedAsync(RunningHub hub) =>
        ((string)(await hub.ReadyAsync())["checks"]!["destinations"]!["details"]!["main"]!).StartsWith("paused", StringComparison.Ordinal);

    private static Task<PostedWebhook> PostAsync(RunningHub hub) => hub.PostAsync(Charge, FreshIds.In(SampleBody.Of(Charge)));

    private async Task<HubFolder> FolderAsync(string cometly, int perMinute)
    {
        var folder = new HubFolder(cometly);
        folder.Environment["Store__provider"] = "postgres";
        folder.Environment["Store__connection"] = await postgres.MakeDatabaseAsync();
        folder.Environment["Destinations__main__per_minute"] = $"{perMinute}";
        return folder;
    }
}
