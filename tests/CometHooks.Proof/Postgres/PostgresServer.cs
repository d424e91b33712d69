using System.Diagnostics;
using Npgsql;

namespace CometHooks.Proof.Postgres;

/// <summary>
/// A PostgreSQL server of our own in a temporary folder, reached by a socket in it: Debian's programs, no cluster of
/// Debian's. Where they are missing, <see cref="Installed"/> installs them.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    // initdb refuses to run as root.
    private static readonly string[] AsPostgres = Environment.UserName == "root" ? ["runuser", "-u", "postgres", "--"] : [];

    private readonly string _folder;
    private readonly string _programs;
    private readonly bool _durable;

    private PostgresServer(string folder, string programs, bool durable)
    {
        _folder = folder;
        _programs = programs;
        _durable = durable;
    }

    /// <param name="durable">Whether a commit is on disk when it returns. Off, it is much faster and survives no crash of the machine.</param>
    public static async Task<PostgresServer> StartAsync(bool durable)
    {
        await Installed.EnsureAsync("postgresql");
        var folder = (await RunAsync([.. AsPostgres, "mktemp", "-d", "-p", Path.GetTempPath(), "comethooks-postgres-XXXXXX"])).Trim();
        var server = new PostgresServer(folder, Programs(), durable);
        await server.ProgramAsync("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-sync", "--locale=C.UTF-8", $"--pgdata={folder}/data");
        await server.StartAsync();
        AppDomain.CurrentDomain.ProcessExit += server.StopAtExit;
        return server;
    }

    public string Connection(string database) => $"Host={_folder};Username=postgres;Database={database}";

    public async Task StartAsync()
    {
        string[] settings =
        [
            "listen_addresses=", $"unix_socket_directories={_folder}", "max_connections=200", "shared_buffers=256MB", "max_wal_size=4GB", "deadlock_timeout=200ms",
            .. _durable ? Array.Empty<string>() : ["fsync=off", "full_page_writes=off"],
        ];
        await ProgramAsync(
            "pg_ctl", "start", "--wait", "--silent", $"--pgdata={_folder}/data", $"--log={_folder}/log", $"--options={string.Join(' ', settings.Select(s => $"-c {s}"))}");
    }

    /// <summary>Immediate: as if it had crashed.</summary>
    public Task StopAsync(bool immediate) => ProgramAsync("pg_ctl", "stop", "--wait", "--silent", $"--pgdata={_folder}/data", $"--mode={(immediate ? "immediate" : "fast")}");

    public async Task ExecuteAsync(string sql, string database = "postgres")
    {
        await using var connection = new NpgsqlConnection($"{Connection(database)};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Backs one database up and restores it into another, an empty one, with the programs that an admin would use.</summary>
    public async Task CopyAsync(string from, string to)
    {
        var backup = $"{_folder}/{to}.dump";
        await ProgramAsync("pg_dump", $"--host={_folder}", "--username=postgres", "--format=custom", $"--file={backup}", from);
        await ProgramAsync("pg_restore", $"--host={_folder}", "--username=postgres", "--exit-on-error", $"--dbname={to}", backup);
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= StopAtExit;
        await StopAsync(immediate: true);
        Directory.Delete(_folder, recursive: true);
    }

    private void StopAtExit(object? sender, EventArgs e) => StopAsync(immediate: true).GetAwaiter().GetResult();

    private Task<string> ProgramAsync(string program, params string[] arguments) => RunAsync([.. AsPostgres, Path.Combine(_programs, program), .. arguments]);

    private static string Programs()
    {
        var debians = Directory.Exists("/usr/lib/postgresql") ? Directory.EnumerateDirectories("/usr/lib/postgresql").OrderByDescending(d => int.Parse(Path.GetFileName(d), System.Globalization.CultureInfo.InvariantCulture)) : Enumerable.Empty<string>();
        return debians.Select(d => Path.Combine(d, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .First(folder => File.Exists(Path.Combine(folder, "initdb")));
    }

    private static async Task<string> RunAsync(string[] command)
    {
        // The server that pg_ctl leaves behind would keep a pipe of its output open for ever.
        var isServer = command.Contains("start");
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = !isServer,
            RedirectStandardError = !isServer,
            WorkingDirectory = "/",
        })!;
        var output = isServer ? Task.FromResult("") : process.StandardOutput.ReadToEndAsync();
        var error = isServer ? Task.FromResult("") : process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}: {await error}");
    }
}
