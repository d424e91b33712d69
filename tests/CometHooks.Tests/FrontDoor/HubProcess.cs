using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace CometHooks.Tests.FrontDoor;

/// <summary><c>serve</c> as a process of its own, so that it can be killed.</summary>
internal sealed class HubProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HubProcess(HubFolder folder)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "CometHooks.dll"), "serve", "--config", folder.Config])
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

    /// <summary>Where webhooks arrive.</summary>
    public Uri Webhooks { get; private set; } = null!;

    /// <summary>What it printed.</summary>
    public string Output => string.Join('\n', _lines);

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<HubProcess> StartAsync(HubFolder folder)
    {
        folder.SendAtOnce();
        var hub = new HubProcess(folder);
        Assert.True(hub._process.Start());
        hub._process.BeginOutputReadLine();
        hub._process.BeginErrorReadLine();
        var exited = hub._process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await Task.WhenAny(hub._listening.Task, exited).WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.True(hub._listening.Task.IsCompleted, $"The hub did not start:\n{hub.Output}");
        hub.Webhooks = await hub._listening.Task;
        return hub;
    }

    /// <summary>SIGKILL: it gets no chance to do anything more.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>SIGTERM, as container runtimes send it. Returns the exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
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
            _listening.TrySetResult(new Uri(JsonElement.Parse(line).GetProperty(nameof(Webhooks)).GetString()!));
        }
    }
}
