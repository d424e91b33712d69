using CometHooks.Cli.Demo;
using CometHooks.Sources;
using CometHooks.Store;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace CometHooks.Tests.FrontDoor;

/// <summary>A hub that stops between claiming its webhooks and saving what they are mapped to.</summary>
public sealed class MappingStopTests
{
    // More than one claim takes.
    private const int Webhooks = 70;

    [Fact]
    public async Task A_stop_saves_what_is_mapped_and_uses_up_no_claim()
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        using var folder = new HubFolder(cometly.Url);
        StopsFirst? inbox = null;
        await using (var hub = await RunningHub.StartAsync(folder, services => services.AddSingleton<IInbox>(inbox = StopsFirst.Before(services))))
        {
            for (var i = 0; i < Webhooks; i++)
            {
                await hub.PostAsync("stripe/charge.succeeded.json", FreshIds.In(SampleBody.Of("stripe/charge.succeeded.json")));
            }

            inbox!.Posted.SetResult();
            await inbox.Saving.WaitAsync(TestContext.Current.CancellationToken);
            var stop = hub.StopAsync();
            inbox.Stopped.SetResult();
            await stop;
        }

        Assert.Equal((0L, Webhooks), (Count(folder, "where claims > 0"), Count(folder, "where state = 'mapped'") + Count(folder, "where state = 'stored'")));
        Assert.NotEqual(0, Count(folder, "where state = 'mapped'"));
    }

    private static long Count(HubFolder folder, string which)
    {
        using var database = new SqliteConnection($"Data Source={folder.Store};Mode=ReadOnly;Pooling=false");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = $"select count(*) from webhooks {which}";
        return (long)command.ExecuteScalar()!;
    }

    // Gives nothing to map before all is there, and saves nothing before the hub was told to stop.
    private sealed class StopsFirst(IInbox inbox) : IInbox
    {
        private readonly TaskCompletionSource _saving = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Posted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Stopped { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Saving => _saving.Task;

        public static StopsFirst Before(IServiceCollection services) => new((IInbox)services.Last(s => s.ServiceType == typeof(IInbox)).ImplementationInstance!);

        public Task<AddResult> AddAsync(IReadOnlyList<InboxEntry> entries, CancellationToken cancellationToken) => inbox.AddAsync(entries, cancellationToken);

        public async Task<IReadOnlyList<StoredWebhook>> ClaimAsync(int most, CancellationToken cancellationToken)
        {
            await Posted.Task.WaitAsync(cancellationToken);
            return await inbox.ClaimAsync(most, cancellationToken);
        }

        public async Task<bool> SaveAsync(MappingOutcome outcome, CancellationToken cancellationToken)
        {
            _saving.TrySetResult();
            await Stopped.Task;
            return await inbox.SaveAsync(outcome, cancellationToken);
        }

        public Task<int> MapAgainAsync(string endpoint, string activeMappingVersion, CancellationToken cancellationToken) => inbox.MapAgainAsync(endpoint, activeMappingVersion, cancellationToken);
    }
}
