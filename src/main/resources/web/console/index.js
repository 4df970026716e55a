import './frame.css';
import './parts/parts.css';
import './campaigns/campaigns.css';
import './live/live.css';
import './app.js';
