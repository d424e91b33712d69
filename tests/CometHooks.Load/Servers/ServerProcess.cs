using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CometHooks.Load.Servers;

/// <summary>A server as a process of its own, so that its processor time and memory are its own.</summary>
internal sealed class ServerProcess : IDisposable
{
    /// <summary>The setting that says where conversions go.</summary>
    public const string Url = "Destinations__main__url";

    /// <summary>What conversions are posted with.</summary>
    public const string Token = "token_of_the_load_generator";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;

    private ServerProcess(Process process, IPEndPoint webhooks) => (_process, Webhooks) = (process, webhooks);

    /// <summary>Where it takes requests.</summary>
    public IPEndPoint Webhooks { get; }

    /// <summary>The processor time that it has used.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The most memory that it ever had, in MB (10^6).</summary>
    public double PeakMemory => Megabytes("VmHWM:");

    /// <summary>The memory that it has now, in MB.</summary>
    public double Memory => Megabytes("VmRSS:");

    /// <summary>Starts it and does not wait.</summary>
    /// <param name="kind">What to run.</param>
    /// <param name="store">Its database file.</param>
    /// <param name="further">Its settings that are not those of all.</param>
    public static ServerProcess Begin(ServerKind kind, string store, params IReadOnlyList<(string Name, string Value)> further)
    {
        var webhooks = FreePort();
        var folder = AppContext.BaseDirectory;

        // The hub's own runtime settings for all of them. The log goes to a file beside the store: what writes it is measured, not what reads it.
        var program = kind == ServerKind.Program
            ? $"\"{folder}CometHooks.dll\" serve --config \"{folder}config\""
            : $"exec --runtimeconfig \"{folder}CometHooks.runtimeconfig.json\" \"{folder}CometHooks.Load.dll\" --serve {kind}";
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"exec dotnet {program} > \"{LogOf(store)}\""]);
        foreach (var (name, value) in Settings(webhooks, store).Concat(further))
        {
            start.Environment[name] = value;
        }

        return new ServerProcess(Process.Start(start)!, webhooks);
    }

    /// <summary>Starts it and waits until it answers.</summary>
    public static async Task<ServerProcess> StartAsync(ServerKind kind, string store, params IReadOnlyList<(string Name, string Value)> further)
    {
        var server = Begin(kind, store, further);
        using var client = new HttpClient();
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri($"http://{server.Webhooks}/healthz"));
                return server;
            }
            catch (HttpRequestException) when (!server._process.HasExited && Stopwatch.GetElapsedTime(begun) < Patience)
            {
                await Task.Delay(20);
            }
            catch (HttpRequestException e) when (server._process.HasExited)
            {
                throw new InvalidOperationException($"{kind} did not start: {await File.ReadAllTextAsync(LogOf(store))}", e);
            }
        }
    }

    /// <summary>Asks it to stop, as container runtimes do, and waits for it.</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static IEnumerable<(string Name, string Value)> Settings(IPEndPoint webhooks, string store) =>
    [
        ("STRIPE_WEBHOOK_SECRET", Traffic.Trade.Secret),
        ("SHOPIFY_WEBHOOK_SECRET", Traffic.Trade.Secret),
        ("CALENDLY_WEBHOOK_SECRET", Traffic.Trade.Secret),
        ("SHOPIFY_SHOP", Traffic.Trade.Shop),
        ("COMETLY_API_TOKEN", Token),
        (Url, "http://127.0.0.1:9/"),
        ("Destinations__main__per_minute", "0"),
        ("Listen__webhooks", $"http://{webhooks}"),
        ("Listen__admin", "http://127.0.0.1:0"),
        ("Store__path", store),
    ];

    private static string LogOf(string store) => Path.Combine(Path.GetDirectoryName(store)!, "log.txt");

    private double Megabytes(string line) => long.Parse(
        File.ReadLines($"/proc/{_process.Id}/status").Single(l => l.StartsWith(line, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture) * 1024 / 1e6;

    private static IPEndPoint FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return (IPEndPoint)socket.LocalEndPoint!;
    }
}
