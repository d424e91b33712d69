using System.Diagnostics;
using System.Globalization;
using CometHooks.Proof.Hubs;

namespace CometHooks.Proof.Tracing;

/// <summary>strace, attached for a while to a hub that runs: it sees what the hub does to some files, and answers some of its calls in the kernel's place.</summary>
internal sealed class TamperedDisk : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Process _strace;
    private readonly string _file;
    private readonly TaskCompletionSource _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TamperedDisk(HubProcess hub, string file, string? inject, IReadOnlyList<string> paths)
    {
        _file = file;
        _strace = new Process
        {
            StartInfo = new ProcessStartInfo("strace",
            [
                "-f", "-y", "-s", "0", "-e", "signal=none", "-e", "trace=pwrite64,fsync,fdatasync,ftruncate,unlink", .. inject is null ? Array.Empty<string>() : ["-e", $"inject={inject}"],
                .. paths.SelectMany(path => new[] { "-P", path }), "-o", file, "-p", hub.Id.ToString(CultureInfo.InvariantCulture),
            ])
            {
                UseShellExecute = false,
                RedirectStandardError = true,
            },
        };
        var said = "";
        _strace.ErrorDataReceived += (_, line) =>
        {
            said += line.Data;
            if (line.Data?.Contains("attached", StringComparison.Ordinal) == true)
            {
                _attached.TrySetResult();
            }
            else if (line.Data is null)
            {
                _attached.TrySetException(new InvalidOperationException($"strace cannot attach to a hub: {said}"));
            }
        };
    }

    /// <summary>How many calls it has answered itself so far.</summary>
    public int Injected => File.Exists(_file) ? File.ReadLines(_file).Count(line => line.EndsWith("(INJECTED)", StringComparison.Ordinal)) : 0;

    /// <param name="hub">The hub. It stands still meanwhile, so that nothing goes unseen.</param>
    /// <param name="file">Where the calls are written.</param>
    /// <param name="inject">What it tampers with, in strace's words; null: nothing.</param>
    /// <param name="paths">The files that it looks at.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<TamperedDisk> AttachAsync(HubProcess hub, string file, string? inject, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var disk = new TamperedDisk(hub, file, inject, paths);
        disk._strace.Start();
        disk._strace.BeginErrorReadLine();
        await disk._attached.Task.WaitAsync(Patience, cancellationToken);
        return disk;
    }

    /// <summary>Lets go of the hub, which goes on, and says what it saw.</summary>
    public async Task<IReadOnlyList<SystemCall>> DetachAsync(CancellationToken cancellationToken)
    {
        if (!_strace.HasExited)
        {
            // It may have ended with its hub meanwhile: then there is nobody to tell.
            using var kill = Process.Start(new ProcessStartInfo("kill", ["-TERM", _strace.Id.ToString(CultureInfo.InvariantCulture)]) { UseShellExecute = false, RedirectStandardError = true })!;
            await kill.WaitForExitAsync(cancellationToken);
        }

        await _strace.WaitForExitAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        return await Strace.ReadAsync(_file, cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        if (!_strace.HasExited)
        {
            _strace.Kill();
        }

        _strace.Dispose();
        return ValueTask.CompletedTask;
    }
}
