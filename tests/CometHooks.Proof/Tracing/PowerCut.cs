namespace CometHooks.Proof.Tracing;

/// <summary>A power cut, after the hub was killed: what is not on disk for sure holds what it should, zeros or garbage; the file may end where the last sync found it.</summary>
internal sealed class PowerCut(Random random)
{
    /// <summary>How many ranges hold something else than what was written to them.</summary>
    public int Garbled { get; private set; }

    /// <summary>How many files lost their ends.</summary>
    public int Truncated { get; private set; }

    public void Hit(FileOnDisk file)
    {
        if (!File.Exists(file.Path))
        {
            return;
        }

        using var disk = File.OpenHandle(file.Path, FileMode.Open, FileAccess.ReadWrite);
        var length = RandomAccess.GetLength(disk);
        var ranges = file.AtRisk.Where(r => r.At + r.Length <= length).ToList();
        foreach (var (at, size) in ranges)
        {
            if (random.Next(3) is > 0 and var how)
            {
                var bytes = new byte[size];
                if (how == 1)
                {
                    random.NextBytes(bytes);
                }

                RandomAccess.Write(disk, bytes, at);
                Garbled++;
            }
        }

        // Where a log ends, blocks may be missing too.
        var tail = ranges.AsEnumerable().Reverse().TakeWhile((r, back) => r.At + r.Length == (back == 0 ? length : ranges[^back].At)).ToList();
        if (tail.Count > 0 && file.Path.EndsWith("-wal", StringComparison.Ordinal) && random.Next(3) == 0)
        {
            RandomAccess.SetLength(disk, random.NextInt64(tail[^1].At, length));
            Truncated++;
        }
    }
}
