namespace CometHooks.Configuration;

/// <summary>"Did you mean …?" for names that are not known.</summary>
internal static class NearestName
{
    /// <summary><c> Did you mean 'amount'?</c> with a leading space, or an empty text where no known name is near.</summary>
    public static string Hint(string name, IEnumerable<string> known) =>
        Find(name, known) is { } near ? $" Did you mean '{near}'?" : "";

    /// <summary>The known name with the fewest edits, if they are few enough to be a slip.</summary>
    public static string? Find(string name, IEnumerable<string> known)
    {
        var allowed = Math.Max(1, (name.Length + 1) / 3);
        return known
            .Select(candidate => (candidate, distance: Distance(name, candidate)))
            .Where(x => x.distance <= allowed)
            .OrderBy(x => x.distance).ThenBy(x => x.candidate, StringComparer.Ordinal)
            .Select(x => x.candidate)
            .FirstOrDefault();
    }

    // Levenshtein's distance with transposition, case-insensitive; names are short.
    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 8 || a.Length > 64 || b.Length > 64)
        {
            return int.MaxValue;
        }

        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    d[i, j] = i + j;
                    continue;
                }

                var same = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]);
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 2]) && char.ToLowerInvariant(a[i - 2]) == char.ToLowerInvariant(b[j - 1]))
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }
}
