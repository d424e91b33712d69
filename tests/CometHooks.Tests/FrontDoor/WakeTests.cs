using CometHooks.Cli.Demo;
using CometHooks.Store;
using CometHooks.Tests.Fakes;
using CometHooks.Tests.Store;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CometHooks.Tests.FrontDoor;

/// <summary>Hubs on one PostgreSQL that leave work to each other and do not look for it: only a call of the other wakes them.</summary>
public sealed class WakeTests(PostgresForTests postgres)
{
    // The first may be found by the look at the start, the second by the look after listening began.
    private static readonly string[] Samples = ["stripe/charge.succeeded.json", "shopify/orders_paid.json", "calendly/invitee.created.json", "shopify/checkouts_create.json"];

    [Theory]
    [InlineData("receive", "map,deliver")]
    [InlineData("receive,map", "deliver")]
    public async Task What_one_hub_leaves_to_another_wakes_it(string here, string there)
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        var connection = await postgres.MakeDatabaseAsync();
        using var front = Folder(cometly.Url, connection, here);
        using var back = Folder(cometly.Url, connection, there);
        await using var receiver = await RunningHub.StartAsync(front, LooksOnceAnHour);
        await using var worker = await RunningHub.StartAsync(back, LooksOnceAnHour);

        foreach (var sample in Samples)
        {
            var ended = await receiver.EndedAsync(sample);
            Assert.All(ended.Conversions, c => Assert.Equal(ConversionState.Delivered, c.State));
        }
    }

    [Fact]
    public async Task A_hub_whose_connection_to_the_others_was_cut_listens_again()
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        var connection = await postgres.MakeDatabaseAsync();
        using var front = Folder(cometly.Url, connection, "receive");
        using var back = Folder(cometly.Url, connection, "map,deliver");
        await using var receiver = await RunningHub.StartAsync(front, LooksOnceAnHour);
        await using var worker = await RunningHub.StartAsync(back, LooksOnceAnHour);
        await receiver.EndedAsync(Samples[0]);

        await CutAsync(connection);

        foreach (var sample in Samples[1..])
        {
            await receiver.EndedAsync(sample);
        }
    }

    private static void LooksOnceAnHour(IServiceCollection services) => services.AddSingleton(new LookInterval(TimeSpan.FromHours(1), TimeSpan.FromHours(1)));

    // Of both hubs: who tells and who listens.
    private static async Task CutAsync(string connection)
    {
        const string Theirs = "from pg_stat_activity where datname = current_database() and (query ilike 'listen%' or query ilike '%pg_notify%') and pid <> pg_backend_pid()";
        await using var database = new NpgsqlConnection($"{connection};Pooling=false");
        await database.OpenAsync(TestContext.Current.CancellationToken);
        await Until.True(async () => await CountAsync($"select count(*) {Theirs}") == 4, "both hubs tell and listen");
        Assert.Equal(4, await CountAsync($"select count(pg_terminate_backend(pid)) {Theirs}"));

        async Task<long> CountAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, database);
            return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        }
    }

    private static HubFolder Folder(string cometly, string connection, string roles)
    {
        var folder = new HubFolder(cometly);
        folder.Environment["Store__provider"] = "postgres";
        folder.Environment["Store__connection"] = connection;
        foreach (var (index, role) in roles.Split(',').Index())
        {
            folder.Environment[$"Roles__{index}"] = role;
        }

        return folder;
    }
}
