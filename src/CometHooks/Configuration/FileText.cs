using System.Text;

namespace CometHooks.Configuration;

/// <summary>The text of a file that a person wrote: UTF-8, or a problem that says where it is not.</summary>
internal static class FileText
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="file">The file as the admin named it.</param>
    /// <param name="bytes">What it holds.</param>
    /// <param name="problems">What is wrong.</param>
    /// <param name="text">The text; where it is no UTF-8, what can be read of it.</param>
    public static bool TryRead(string file, byte[] bytes, ICollection<Problem> problems, out string text)
    {
        var content = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        try
        {
            text = Utf8.GetString(content);
            return true;
        }
        catch (DecoderFallbackException e)
        {
            text = Encoding.UTF8.GetString(content);
            problems.Add(new Problem(file, 1 + content.AsSpan(0, Math.Clamp(e.Index, 0, content.Length)).Count((byte)'\n'), 0, "this line is not UTF-8. Save the file as UTF-8."));
            return false;
        }
    }
}
