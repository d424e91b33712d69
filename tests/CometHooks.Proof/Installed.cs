using System.Diagnostics;

namespace CometHooks.Proof;

/// <summary>Programs that the proofs use. Where one is missing, <c>tests/install.sh</c> installs it.</summary>
internal static class Installed
{
    private static readonly SemaphoreSlim OneAtATime = new(1);

    /// <summary>Looks, and installs it where it is missing; throws with what to do where that is not possible.</summary>
    /// <param name="package">As Debian names it.</param>
    public static async Task EnsureAsync(string package)
    {
        await OneAtATime.WaitAsync();
        try
        {
            using var install = Process.Start(new ProcessStartInfo("sh", [Path.Combine(AppContext.BaseDirectory, "install.sh"), package])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var output = install.StandardOutput.ReadToEndAsync();
            var error = await install.StandardError.ReadToEndAsync();
            await output;
            await install.WaitForExitAsync();
            if (install.ExitCode != 0)
            {
                throw new InvalidOperationException(error);
            }
        }
        finally
        {
            OneAtATime.Release();
        }
    }
}
