namespace CometHooks.Load.Runs;

/// <summary>One measurement.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="PerSecond">How many a second.</param>
internal sealed record Figure(string Name, double PerSecond)
{
    /// <summary>Milliseconds in which half of the answers came, and 99 of 100, and 999 of 1000.</summary>
    public double? P50 { get; init; }

    public double? P99 { get; init; }

    public double? P999 { get; init; }

    /// <summary>Requests that were not answered with a success.</summary>
    public int? Errors { get; init; }

    /// <summary>Processors that the server used, and the generator beside it.</summary>
    public double? ServerCpu { get; init; }

    public double? GeneratorCpu { get; init; }

    /// <summary>Processors that what the server talks to used: the stand-in for Cometly, or PostgreSQL.</summary>
    public double? BesideCpu { get; init; }

    /// <summary>The most memory that the server had, in MB.</summary>
    public double? PeakMemory { get; init; }
}

/// <summary>A figure against what is asked of it.</summary>
/// <param name="Name">What is compared with what.</param>
/// <param name="Value">The ratio, or the figure itself.</param>
/// <param name="Bound">What it shall be.</param>
/// <param name="AtMost">Whether the bound is the largest value allowed; else the smallest.</param>
internal sealed record Verdict(string Name, double Value, double Bound, bool AtMost = false)
{
    public bool Holds => AtMost ? Value <= Bound : Value >= Bound;
}
