using System.Globalization;

namespace CometHooks.Configuration;

/// <summary>A size as people write it: <c>512KiB</c>, <c>5MiB</c>, or plain bytes.</summary>
internal readonly record struct ByteSize(long Bytes)
{
    /// <summary>What to write, for messages.</summary>
    public const string Form = "a size such as 65536, 512KiB or 5MiB";

    public static ByteSize OfMebibytes(int count) => new(count * 1024L * 1024);

    public static bool TryParse(string text, out ByteSize size)
    {
        var (number, factor) = text.Trim() switch
        {
            [.. var n, 'M', 'i', 'B'] => (n, 1024L * 1024),
            [.. var n, 'K', 'i', 'B'] => (n, 1024L),
            var n => (n, 1L),
        };
        var ok = int.TryParse(number.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count);
        size = new ByteSize(count * factor);
        return ok;
    }

    public override string ToString() => Bytes % (1024 * 1024) == 0 ? $"{Bytes / 1024 / 1024}MiB" : $"{Bytes} bytes";
}
