using System.Globalization;
using System.Text;
using QRCoder;

namespace BloxOs.Web.Accounts;

/// <summary>A QR code as an SVG file: dark squares on white, readable in both themes.</summary>
internal static class QrPicture
{
    /// <summary>Draws it. One path, no style: the content security policy of the file may be as strict as it likes.</summary>
    public static byte[] Svg(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = data.ModuleMatrix;   // with its quiet zone
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows[y].Length; x++)
            {
                if (rows[y][x]) { path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z"); }
            }
        }
        return Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {rows.Count} {rows.Count}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{rows.Count}v{rows.Count}H0z"/><path d="{path}"/></svg>"""));
    }
}
