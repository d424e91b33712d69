using System.Text;

namespace CometHooks.Store.Sqlite;

/// <summary>Looks for a text in the database file as it lies on the disk, free space and all.</summary>
internal static class SqliteFileSearch
{
    private const int Block = 1 << 20;

    public static bool Holds(string path, string text)
    {
        // A byte a character, so that nothing depends on where a text begins. JSON may have escaped what stands around the name.
        var what = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
        string[] forms = [what, what.Replace("@", "\\u0040", StringComparison.Ordinal).Replace("+", "\\u002B", StringComparison.Ordinal), Uri.EscapeDataString(text)];
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var overlap = forms.Max(f => f.Length) - 1;
        var block = new byte[Block + overlap];
        for (long at = 0; RandomAccess.Read(file, block, at) is > 0 and var read; at += Block)
        {
            var seen = Encoding.Latin1.GetString(block, 0, read);
            if (forms.Any(form => seen.Contains(form, StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return false;
    }
}
