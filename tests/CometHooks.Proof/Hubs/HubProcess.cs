using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace CometHooks.Proof.Hubs;

/// <summary><c>serve</c> as a process of its own, so that it can be killed.</summary>
internal sealed class HubProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<Uri> _webhooks = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Uri> _admin = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HubProcess(HubFolder folder, HubLaunch launch)
    {
        IReadOnlyList<string> line = [.. launch.Under, "dotnet", Path.Combine(AppContext.BaseDirectory, launch.Program), .. launch.Arguments, "--config", folder.Config];
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(line[0], line.Skip(1))
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        foreach (var (name, value) in folder.Environment)
        {
            _process.StartInfo.Environment[name] = value;
        }

        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
    }

    /// <summary>Where webhooks arrive, once it listens.</summary>
    public Uri Webhooks => _webhooks.Task.Result;

    /// <summary>The admin's address, once it listens.</summary>
    public Uri Admin => _admin.Task.Result;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>How much memory it has now.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>How much memory it had at its worst.</summary>
    public long PeakBytes
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>What it printed.</summary>
    public string Output => string.Join('\n', _lines);

    /// <summary>Starts it and waits until it listens. The shipped mappings do not wait for identities.</summary>
    public static async Task<HubProcess> StartAsync(HubFolder folder, CancellationToken cancellationToken = default)
    {
        folder.SendAtOnce();
        var hub = Launch(folder);
        await hub.ListensAsync(cancellationToken);
        return hub;
    }

    /// <summary>Starts it, and waits for nothing.</summary>
    public static HubProcess Launch(HubFolder folder, HubLaunch? launch = null)
    {
        var hub = new HubProcess(folder, launch ?? HubLaunch.Serve);
        hub._process.Start();
        hub._process.BeginOutputReadLine();
        hub._process.BeginErrorReadLine();
        return hub;
    }

    /// <summary>Waits until it listens.</summary>
    public async Task ListensAsync(CancellationToken cancellationToken)
    {
        var listens = Task.WhenAll(_webhooks.Task, _admin.Task);
        await Task.WhenAny(listens, _process.WaitForExitAsync(cancellationToken)).WaitAsync(Patience, cancellationToken);
        if (!listens.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException($"The hub did not start:\n{Output}");
        }
    }

    /// <summary>SIGKILL: it gets no chance to do anything more.</summary>
    public async Task KillAsync(CancellationToken cancellationToken = default)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>SIGTERM, as container runtimes send it. Returns the exit code.</summary>
    public async Task<int> TerminateAsync(CancellationToken cancellationToken = default)
    {
        await SignalAsync("TERM", cancellationToken);
        await _process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>SIGSTOP: it stands still, and its clock does not.</summary>
    public Task FreezeAsync(CancellationToken cancellationToken = default) => SignalAsync("STOP", cancellationToken);

    /// <summary>Waits until it stands still.</summary>
    public async Task IsFrozenAsync(CancellationToken cancellationToken)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        for (var since = TimeProvider.System.GetTimestamp(); !StandsStill(); await tick.WaitForNextTickAsync(cancellationToken))
        {
            if (TimeProvider.System.GetElapsedTime(since) > Patience)
            {
                throw new InvalidOperationException($"Process {Id} goes on, although it was told to stop.");
            }
        }
    }

    /// <summary>SIGCONT: it goes on where it stood.</summary>
    public Task ThawAsync(CancellationToken cancellationToken = default) => SignalAsync("CONT", cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    // Every thread of it: under a tracer one may stand still for a moment. The state comes behind the name, which is in parentheses.
    private bool StandsStill()
    {
        try
        {
            return Directory.EnumerateDirectories($"/proc/{Id}/task").All(thread => File.ReadAllText(Path.Combine(thread, "stat")).Split(") ")[^1] is ['T' or 't', ..]);
        }
        catch (IOException)
        {
            // A thread ended between the look at all and the look at it.
            return false;
        }
    }

    private async Task SignalAsync(string signal, CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancellationToken);
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        _lines.Enqueue(line);
        if (line.Contains("\"@m\":\"Webhooks arrive at", StringComparison.Ordinal))
        {
            var log = JsonElement.Parse(line);
            _webhooks.TrySetResult(new Uri(log.GetProperty(nameof(Webhooks)).GetString()!));
            _admin.TrySetResult(new Uri(log.GetProperty(nameof(Admin)).GetString()!));
        }
    }
}
