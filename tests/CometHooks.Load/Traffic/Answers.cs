using System.Diagnostics;

namespace CometHooks.Load.Traffic;

/// <summary>How one connection's requests were answered, and how long each took.</summary>
internal sealed class Answers
{
    private readonly List<long> _ticks = [];

    public int Kept { get; private set; }

    public int Errors { get; private set; }

    public int Count => Kept + Errors;

    /// <param name="isKept">Whether the answer was the success that was asked for.</param>
    /// <param name="begun">When the request was sent, or should have been.</param>
    public void Add(bool isKept, long begun)
    {
        _ticks.Add(Stopwatch.GetTimestamp() - begun);
        if (isKept)
        {
            Kept++;
        }
        else
        {
            Errors++;
        }
    }

    public static Answers Together(IEnumerable<Answers> all)
    {
        var sum = new Answers();
        foreach (var answers in all)
        {
            sum._ticks.AddRange(answers._ticks);
            sum.Kept += answers.Kept;
            sum.Errors += answers.Errors;
        }

        sum._ticks.Sort();
        return sum;
    }

    /// <summary>In milliseconds; of what <see cref="Together"/> returned.</summary>
    public double Percentile(double share) =>
        _ticks.Count == 0 ? 0 : _ticks[Math.Min(_ticks.Count - 1, (int)(share * _ticks.Count))] * 1000.0 / Stopwatch.Frequency;
}
