using CometHooks.Deliver;
using CometHooks.Operate;
using CometHooks.Store.Sqlite;
using CometHooks.Tests.Fakes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Some = CometHooks.Tests.Store.Some;

namespace CometHooks.Tests.Operate;

/// <summary>What waits for nobody is said at start.</summary>
public sealed class DestinationReportTests : IAsyncLifetime
{
    private readonly CollectingLogs _log = new();
    private SqliteStore _store = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await SqliteStore.OpenInMemoryAsync(TimeProvider.System, NullLogger.Instance);
        await MapAsync("evt_1", "main");
        var entry = Assert.Single(await _store.ClaimAsync("main", Lane.Money, 1, _ => "{}", Cancel));
        await _store.RecordAsync(Some.Attempt(entry, DeliveryOutcome.Delivered), Cancel);
        await MapAsync("evt_2", "Main");
        await MapAsync("evt_3", "Main");
    }

    public async ValueTask DisposeAsync()
    {
        _log.Dispose();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task A_destination_that_the_configuration_does_not_have_is_told_with_what_waits_for_it() =>
        Assert.Equal(["2 conversions wait for destination 'Main', which the configuration does not have"], await ReportAsync(("main", "t")));

    [Fact]
    public async Task A_destination_without_a_token_is_told_with_what_waits_for_it() =>
        Assert.Equal(["2 conversions wait for destination 'Main', which has no token"], await ReportAsync(("main", ""), ("Main", "")));

    [Fact]
    public async Task A_destination_that_only_the_ledger_knows_is_told_as_renamed() =>
        Assert.Equal(
            ["The ledger knows destination 'main', the configuration does not: a renamed destination counts apart, so what was counted there can count again"],
            await ReportAsync(("Main", "t")));

    [Fact]
    public async Task Where_all_destinations_are_known_nothing_is_told() =>
        Assert.Empty(await ReportAsync(("main", "t"), ("Main", "t"), ("new", "")));

    private async Task<IEnumerable<string>> ReportAsync(params (string Name, string Token)[] destinations)
    {
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(_log));
        var report = new DestinationReport(
            _store,
            destinations.ToDictionary(d => d.Name, d => new DestinationOptions { Token = d.Token }, StringComparer.Ordinal),
            loggers.CreateLogger<DestinationReport>());

        await report.StartedAsync(Cancel);

        Assert.All(_log.Lines, line => Assert.Equal(LogLevel.Warning, line.Level));
        return _log.Lines.Select(line => line.Text.Trim());
    }

    private async Task MapAsync(string eventId, string destination)
    {
        await _store.AddAsync([Some.Webhook(eventId)], Cancel);
        var webhook = Assert.Single(await _store.ClaimAsync(1, Cancel));
        await _store.SaveAsync(Some.Outcome(webhook, Some.Purchase(eventId, eventId) with { Destination = destination }), Cancel);
    }
}
