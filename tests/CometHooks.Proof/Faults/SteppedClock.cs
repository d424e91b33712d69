using System.Globalization;

namespace CometHooks.Proof.Faults;

/// <summary>
/// A machine's clock that somebody sets: so far from the true time as a file says. How much time has passed stays true, as
/// it does on a machine.
/// </summary>
internal sealed class SteppedClock(string file) : TimeProvider
{
    /// <summary>Tells a hub of this program its clock's file.</summary>
    public const string Variable = "COMETHOOKS_PROOF_CLOCK";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private readonly Lock _lock = new();
    private TimeSpan _off;
    private long _lookedAt;

    /// <summary>Sets the clock of whoever reads this file.</summary>
    public static void Set(string file, TimeSpan off)
    {
        var fresh = $"{file}.fresh";
        File.WriteAllText(fresh, off.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        File.Move(fresh, file, overwrite: true);
    }

    /// <summary>The clock that this process was given; null: none.</summary>
    public static TimeProvider? OfThisProcess() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } file ? new SteppedClock(file) : null;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            if (_lookedAt == 0 || GetElapsedTime(_lookedAt) > Look)
            {
                _off = TimeSpan.FromSeconds(double.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture));
                _lookedAt = GetTimestamp();
            }

            return base.GetUtcNow() + _off;
        }
    }
}
