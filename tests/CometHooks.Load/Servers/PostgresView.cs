using System.Globalization;
using System.Text.Json;
using Npgsql;

namespace CometHooks.Load.Servers;

/// <summary>What a PostgreSQL server on this machine tells of itself, and the processor time of its processes.</summary>
internal sealed class PostgresView : IAsyncDisposable
{
    private const int TicksPerSecond = 100; // USER_HZ, the same on every Linux
    private readonly NpgsqlConnection _connection;
    private readonly int _postmaster;

    private PostgresView(NpgsqlConnection connection)
    {
        _connection = connection;
        _postmaster = Stat(connection.ProcessID)!.Value.Parent;
    }

    /// <summary>The processor time of all of the server's processes, those that ended too.</summary>
    public TimeSpan Cpu => Directory.EnumerateDirectories("/proc")
        .Select(Path.GetFileName)
        .Select(name => int.TryParse(name, CultureInfo.InvariantCulture, out var id) ? (Id: id, Stat: Stat(id)) : default)
        .Where(process => process.Id == _postmaster || process.Stat?.Parent == _postmaster)
        .Aggregate(TimeSpan.Zero, (sum, process) => sum + (process.Id == _postmaster ? process.Stat!.Value.WithEnded : process.Stat!.Value.Own));

    public static async Task<PostgresView> OpenAsync(string connection)
    {
        var opened = new NpgsqlConnection($"{connection};Pooling=false;Application Name=load-view");
        await opened.OpenAsync();
        return new PostgresView(opened);
    }

    /// <summary>Begins to watch one database.</summary>
    public async Task<PostgresProfile> BeginAsync(string database)
    {
        var profile = new PostgresProfile(this, database);
        await profile.BeginAsync();
        return profile;
    }

    /// <summary>What decides how durable and how fast it is.</summary>
    public async Task<string> SettingsAsync()
    {
        var settings = (await RowsAsync("select name || ' = ' || setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'wal_sync_method', 'server_version') order by name")).ToList();
        var folder = (await RowsAsync("show data_directory"))[0];
        return $"{string.Join(", ", settings)}; the data directory is on {new DriveInfo(folder).DriveFormat}.";
    }

    public async Task<long> CommitsAsync(string database) =>
        long.Parse((await RowsAsync($"select xact_commit::text from pg_stat_database where datname = '{database}'"))[0], CultureInfo.InvariantCulture);

    // As JSON, because newer versions have some of these columns elsewhere.
    public async Task<Dictionary<string, double>> WalAsync() =>
        JsonDocument.Parse((await RowsAsync("select to_jsonb(w)::text from pg_stat_wal w"))[0]).RootElement.EnumerateObject()
            .Where(field => field.Value.ValueKind == JsonValueKind.Number).ToDictionary(field => field.Name, field => field.Value.GetDouble());

    /// <summary>What each of the hubs' connections is doing: a wait, or "on the processor".</summary>
    public Task<List<string>> WaitsAsync(string database) => RowsAsync($"""
        select case when state = 'idle' then 'waits for its hub' else coalesce(wait_event_type || ' ' || wait_event, 'on the processor') end
        from pg_stat_activity where datname = '{database}' and application_name = 'comethooks'
        """);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task<List<string>> RowsAsync(string sql)
    {
#pragma warning disable CA2100 // constants and names of this program
        await using var command = new NpgsqlCommand(sql, _connection);
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    // proc(5): behind the name in brackets come state, parent; 12th and 13th the own ticks, then those of children that ended.
    private static (int Parent, TimeSpan Own, TimeSpan WithEnded)? Stat(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            TimeSpan Sum(int fieldCount) => TimeSpan.FromSeconds(fields[11..(11 + fieldCount)].Sum(field => long.Parse(field, CultureInfo.InvariantCulture)) / (double)TicksPerSecond);
            return (int.Parse(fields[1], CultureInfo.InvariantCulture), Sum(2), Sum(4));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
